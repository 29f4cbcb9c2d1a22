// Where it is: the words typed ask for places; one is taken by Enter, by leaving the field, by a click or on the map.
export const form = document.getElementById("hotline");
export const $ = (selector) => form.querySelector(selector);
export const ask = (selector, name) => $(selector).dispatchEvent(new CustomEvent(name));
export const dialog = document.getElementById("call-map");
// What a script fills in belongs to the draft like what is typed.
export const noteChange = () => $("#id_lon").dispatchEvent(new Event("input", { bubbles: true }));
export const place = form && $("#id_place");
const hits = () => [...form.querySelectorAll("#place-list [role=option]")];
let chosenName = "";
let takesFirst = false;
export function putSpot(lon, lat, datum, name) {
  [$("#id_lon").value, $("#id_lat").value, $("#id_datum").value] = [lon, lat, datum];
  chosenName = name;
  noteChange();
  ask("[data-cz-spot]", "cz:spot");
  ask("[data-cz-advice]", "cz:advise");
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
export function take(hit) {
  const { name, lon, lat } = hit.dataset;
  if (!place.value.includes(name)) place.value = name;
  takesFirst = false;
  closeHits();
  putSpot(lon, lat, "cgcs2000", name);
}
export function onPlaceKey(event) {
  const marked = hits().find((one) => one.getAttribute("aria-selected") === "true");
  if (event.code === "ArrowDown" || event.code === "ArrowUp") mark(event.code === "ArrowDown" ? 1 : -1);
  else if (event.code === "Enter" && hits().length) take(marked || hits()[0]);
  else if (event.code === "Enter" && place.value && !$("#id_lon").value) takesFirst = true; // the list is on its way
  else if (event.code === "Escape" && hits().length) closeHits();
  else return;
  event.preventDefault();
}
export function onPlaceLeft() {
  const sure = $("#place-list[data-cz-sure]");
  const marked = hits().find((one) => one.getAttribute("aria-selected") === "true");
  if (marked || (sure && !$("#id_lon").value)) take(marked || hits()[0]);
  else if (!$("[data-cz-places]").contains(document.activeElement)) closeHits();
}
export function onPlaceTyped() {
  if (chosenName && !place.value.includes(chosenName)) putSpot("", "", "cgcs2000", "");
  if (chosenName && place.value.includes(chosenName)) return;
  ask("[data-cz-places]", "cz:places");
}
export function onPlacesShown() {
  place.setAttribute("aria-expanded", String(hits().length > 0));
  const typed = $("[data-cz-typed]");
  const datum = $("[data-cz-datum]")?.value || "cgcs2000";
  if (typed) putSpot(typed.dataset.lon, typed.dataset.lat, datum, place.value);
  else if (takesFirst && hits().length) take(hits()[0]);
  else if (document.activeElement !== place) onPlaceLeft();
}
export function keepName() {
  chosenName = $("#id_lon").value ? place.value : "";
}
export async function openMap() {
  const [lon, lat] = [$("#id_lon").value, $("#id_lat").value];
  const first = hits()[0]?.dataset;
  const fields = [document.getElementById("map_lon"), document.getElementById("map_lat")];
  if (lon || first) [fields[0].value, fields[1].value] = [lon || first.lon, lat || first.lat];
  dialog.showModal();
  await import("../cz/map.js");
  fields.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
  dialog.querySelector("canvas")?.focus();
}
export function useMap() {
  const [lon, lat] = [document.getElementById("map_lon").value.trim(), document.getElementById("map_lat").value.trim()];
  dialog.close();
  closeHits();
  if (lon && lat) putSpot(lon, lat, "cgcs2000", place.value);
  place.focus();
}
