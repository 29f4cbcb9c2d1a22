// The hotline form: what is typed asks the server for categories, places, doubles and a promise, and one never needs
// the mouse. The hidden fields hold what is chosen; everything beside them is drawn by the server.
import {
  $, ask, dialog, form, keepName, noteChange, onPlaceKey, onPlaceLeft, onPlacesShown, onPlaceTyped, openMap, place, putSpot, take, useMap,
} from "./hotline-place.js";

const later = { propose: () => ask("[data-cz-categories]", "cz:propose"), advise: () => ask("[data-cz-advice]", "cz:advise") };
function onCategoriesShown() {
  $("#id_category").value = $("[data-cz-choice]:checked")?.value || "";
  noteChange();
  later.advise();
}
function chooseNumber(number) {
  const choice = form.querySelectorAll(".cz-call-choices [data-cz-choice]")[number - 1];
  if (!choice) return;
  choice.click();
  choice.focus();
}
function onChange({ target }) {
  if (target.matches("[data-cz-choice]")) {
    $("#id_category").value = target.value;
    $("#id_by_hand").value = "1";
    $("#id_find").value = "";
    later.propose();
  } else if (target.matches("[data-cz-answer]")) later.advise();
  else if (target.matches("[data-cz-datum]")) {
    $("#id_datum").value = target.value;
    onPlacesShown();
  }
}
function showAll() {
  htmx.ajax("POST", $("[data-cz-categories]").getAttribute("hx-post"), {
    source: $("[data-cz-categories]"),
    target: "#categories",
    values: { all: "1" },
  });
}
function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.code === "F2" && !dialog.open) {
    event.preventDefault();
    openMap();
  } else if (event.altKey && /^Digit[1-3]$/.test(event.code)) {
    event.preventDefault();
    chooseNumber(Number(event.code.at(-1)));
  } else if (event.target === place) onPlaceKey(event);
  // Enter in a line never sends half a form; Ctrl+Enter sends the whole one.
  if (event.code === "Enter" && !event.ctrlKey && event.target.matches?.("#hotline input")) event.preventDefault();
}
function onClick({ target }) {
  const hit = target.closest("#place-list [role=option]");
  if (hit) take(hit);
  else if (target.closest("[data-cz-unspot]")) putSpot("", "", "cgcs2000", "");
  else if (target.closest("[data-cz-all]")) showAll();
  else if (target.closest("[data-cz-map-open]")) openMap();
  const part = target.closest("[data-cz-part]");
  if (!part) return;
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "parted", value: part.dataset.czPart });
  $("[data-cz-advice]").append(kept);
  later.advise();
}
function onQuery({ target }) {
  if (target === place) onPlaceTyped();
  else if (target.id === "id_words" || target.id === "id_find") later.propose();
  else if (target.id === "id_phone") ask("[data-cz-caller]", "cz:caller");
}
function refresh() {
  keepName();
  later.propose();
  ask("[data-cz-spot]", "cz:spot");
  ask("[data-cz-caller]", "cz:caller");
}
function onReset() {
  for (const name of ["lon", "lat", "category", "by_hand"]) $(`#id_${name}`).value = "";
  setTimeout(refresh);
}
function showTime(since) {
  const seconds = Math.floor((Date.now() - since) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  $("[data-cz-call]").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
if (form) {
  const since = Date.now();
  keepName();
  setInterval(() => showTime(since), 1000);
  document.addEventListener("keydown", onKey);
  form.addEventListener("click", onClick);
  form.addEventListener("change", onChange);
  form.addEventListener("cz:query", onQuery);
  form.addEventListener("cz:draft-restored", refresh);
  form.addEventListener("reset", onReset);
  place.addEventListener("blur", () => setTimeout(onPlaceLeft, 150));
  dialog.addEventListener("cz:map-ready", () => dialog.querySelector("canvas")?.focus());
  dialog.addEventListener("click", ({ target }) => target.closest("[data-cz-map-use]") && useMap());
  form.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.matches("[data-cz-places]")) onPlacesShown();
    else if (detail.target.matches("[data-cz-categories]")) onCategoriesShown();
  });
  // A draft may have been put back before this module ran; htmx listens from "load" on at the latest.
  if ($("#id_words").value && !$(".cz-errors")) addEventListener("load", refresh);
}
