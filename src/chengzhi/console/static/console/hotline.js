// The hotline form: what is typed asks the server for categories, places, doubles and a promise, and one never needs
// the mouse. The hidden fields hold what is chosen; everything beside them is drawn by the server.

const form = document.getElementById("hotline");
const $ = (selector) => form.querySelector(selector);
const ask = (selector, name) => $(selector).dispatchEvent(new CustomEvent(name));
const later = { propose: () => ask("[data-cz-categories]", "cz:propose"), advise: () => ask("[data-cz-advice]", "cz:advise") };

// What a script fills in belongs to the draft like what is typed.
const noteChange = () => $("#id_lon").dispatchEvent(new Event("input", { bubbles: true }));

// Place ---------------------------------------------------------------------------------------------------
const place = form && $("#id_place");
const hits = () => [...form.querySelectorAll("#place-list [role=option]")];
let chosenName = "";
let takesFirst = false;

function putSpot(lon, lat, datum, name) {
  [$("#id_lon").value, $("#id_lat").value, $("#id_datum").value] = [lon, lat, datum];
  chosenName = name;
  noteChange();
  ask("[data-cz-spot]", "cz:spot");
  later.advise();
}

function closeHits() {
  $("[data-cz-places]").replaceChildren();
  place.setAttribute("aria-expanded", "false");
  place.removeAttribute("aria-activedescendant");
}

function mark(step) {
  const all = hits();
  if (!all.length) return;
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const next = (at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length;
  all.forEach((one, number) => one.setAttribute("aria-selected", String(number === next)));
  place.setAttribute("aria-activedescendant", all[next].id);
  all[next].scrollIntoView({ block: "nearest" });
}

// A long address that names the landmark stays as it was said; anything shorter becomes the landmark's name.
function take(hit) {
  const { name, lon, lat } = hit.dataset;
  if (!place.value.includes(name)) place.value = name;
  takesFirst = false;
  closeHits();
  putSpot(lon, lat, "cgcs2000", name);
}

function onPlaceKey(event) {
  const marked = hits().find((one) => one.getAttribute("aria-selected") === "true");
  if (event.code === "ArrowDown" || event.code === "ArrowUp") mark(event.code === "ArrowDown" ? 1 : -1);
  else if (event.code === "Enter" && hits().length) take(marked || hits()[0]);
  else if (event.code === "Enter" && place.value && !$("#id_lon").value) takesFirst = true; // the list is on its way
  else if (event.code === "Escape" && hits().length) closeHits();
  else return;
  event.preventDefault();
}

function onPlaceLeft() {
  const sure = $("#place-list[data-cz-sure]");
  const marked = hits().find((one) => one.getAttribute("aria-selected") === "true");
  if (marked || (sure && !$("#id_lon").value)) take(marked || hits()[0]);
  else if (!$("[data-cz-places]").contains(document.activeElement)) closeHits();
}

function onPlaceTyped() {
  if (chosenName && !place.value.includes(chosenName)) putSpot("", "", "cgcs2000", "");
  if (chosenName && place.value.includes(chosenName)) return;
  ask("[data-cz-places]", "cz:places");
}

function onPlacesShown() {
  place.setAttribute("aria-expanded", String(hits().length > 0));
  const typed = $("[data-cz-typed]");
  const datum = $("[data-cz-datum]")?.value || "cgcs2000";
  if (typed) putSpot(typed.dataset.lon, typed.dataset.lat, datum, place.value);
  else if (takesFirst && hits().length) take(hits()[0]);
  else if (document.activeElement !== place) onPlaceLeft();
}

// Category ------------------------------------------------------------------------------------------------
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

// Map -----------------------------------------------------------------------------------------------------
const dialog = document.getElementById("call-map");

async function openMap() {
  const [lon, lat] = [$("#id_lon").value, $("#id_lat").value];
  const first = hits()[0]?.dataset;
  const fields = [document.getElementById("map_lon"), document.getElementById("map_lat")];
  if (lon || first) [fields[0].value, fields[1].value] = [lon || first.lon, lat || first.lat];
  dialog.showModal();
  await import("../cz/map.js");
  fields.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
  dialog.querySelector("canvas")?.focus();
}

function useMap() {
  const [lon, lat] = [document.getElementById("map_lon").value.trim(), document.getElementById("map_lat").value.trim()];
  dialog.close();
  closeHits();
  if (lon && lat) putSpot(lon, lat, "cgcs2000", place.value);
  place.focus();
}

// Everything together -------------------------------------------------------------------------------------
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
  chosenName = $("#id_lon").value ? place.value : "";
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
  chosenName = $("#id_lon").value ? place.value : "";
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
