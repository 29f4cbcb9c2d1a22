// The workbench: list, map and card in step. Whatever the map can do, the list can do without it.
import { clockTime } from "../cz/words.js";
import { isFraming, reload, setFraming, useFrame } from "./workbench-frame.js";
const bench = document.querySelector("[data-cz-workbench]");
const box = bench.querySelector("[data-cz-map]");
const $ = (selector) => document.querySelector(selector);
const rows = $("[data-cz-rows]");
const PARTS_FROM = 15;
let themed = "";

// List
function showList({ html, total, late }) {
  if (html === undefined) return;
  const focused = document.activeElement?.closest("[data-cz-point]")?.dataset.czPoint;
  rows.innerHTML = html;
  $("[data-cz-total]").textContent = total.toLocaleString("en");
  $("[data-cz-late]").textContent = late.toLocaleString("en");
  $(".cz-map-late").hidden = !late;
  $("[data-cz-as-of]").textContent = clockTime();
  const again = [...rows.children].find((row) => row.dataset.czPoint === focused);
  again?.focus({ preventScroll: true });
  markChosen();
}
function markChosen() {
  for (const row of rows.children) {
    if (row.dataset.czPoint && row.dataset.czPoint === bench.dataset.chosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}
async function showCard(number) {
  bench.dataset.chosen = number;
  markChosen();
  await htmx.ajax("GET", bench.dataset.card.replace("NUMBER", encodeURIComponent(number)), {
    target: "[data-cz-card-place]",
    swap: "innerHTML",
  });
}
function moveInList(step) {
  const all = [...rows.querySelectorAll("[data-cz-point]")];
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}

// Cells: one thematic colour at a time
async function colourCells(by) {
  themed = by;
  const legend = $("[data-cz-legend]");
  legend.hidden = !by;
  legend.replaceChildren(...(by ? [$(`[data-cz-legend-for=${by}]`).content.cloneNode(true)] : []));
  const data = await box.areas?.cells;
  if (!data) return;
  const answer = by ? await fetch(`${bench.dataset.theme}?by=${by}`) : null;
  const { values } = answer?.ok ? await answer.json() : { values: {} };
  for (const one of data.features) one.properties.value = values[one.properties.code] ?? -1;
  box.map.getSource("cells").setData(data);
}

// Parts follow the extent, once near enough
const partsSwitch = $("[data-cz-parts]");
async function showParts({ bbox, zoom }) {
  if (!partsSwitch.checked || zoom < PARTS_FROM) return;
  const answer = await fetch(`${partsSwitch.dataset.czParts}?bbox=${bbox.join(",")}`);
  if (answer.ok) box.map.getSource("parts").setData(await answer.json());
}
const extent = () => ({ bbox: box.map.getBounds().toArray().flat(), zoom: box.map.getZoom() });
function showMore(link) {
  const url = new URL(box.dataset.points, location.href);
  url.searchParams.set("rows", new URL(link.href).searchParams.get("rows"));
  reload(url);
}

// What only a map can do goes where there is none; the list stays.
function withoutMap() {
  for (const one of document.querySelectorAll("[data-cz-frame], .cz-map-layers")) one.hidden = true;
}
box.addEventListener("cz:map-points", ({ detail }) => showList(detail.points));
box.addEventListener("cz:map-select", ({ detail }) => showCard(detail.id));
box.addEventListener("cz:map-moved", ({ detail }) => showParts(detail));
box.addEventListener("cz:map-ready", () => {
  if (themed) colourCells(themed);
  if (bench.dataset.chosen) showCard(bench.dataset.chosen);
});
box.addEventListener("cz:map-missing", withoutMap);
if (box.querySelector(".cz-map-none")) withoutMap();
partsSwitch.addEventListener("change", () => box.map && showParts(extent()));
for (const one of document.querySelectorAll("[data-cz-colour]")) {
  one.addEventListener("change", () => {
    const cells = $("[data-cz-layer=cells]");
    if (one.value && !cells.checked) cells.click();
    colourCells(one.value);
  });
}
const filters = $("[data-cz-map-filters]");
filters.querySelector("[data-cz-apply]").hidden = true;
filters.addEventListener("change", () => filters.requestSubmit());
rows.addEventListener("click", (event) => {
  const more = event.target.closest("[data-cz-more]");
  if (more && box.map) {
    event.preventDefault();
    showMore(more);
  }
  const row = event.target.closest("[data-cz-point]");
  if (!row) return;
  if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) event.preventDefault();
  showCard(row.dataset.czPoint);
});
document.addEventListener("keydown", (event) => {
  if (isFraming() && event.code === "Enter") {
    event.preventDefault();
    useFrame(extent().bbox);
  } else if (isFraming() && event.code === "Escape") setFraming(false);
  const row = event.target.closest?.("[data-cz-point]");
  if (!row || event.ctrlKey || event.altKey) return;
  const step = { ArrowDown: 1, KeyJ: 1, ArrowUp: -1, KeyK: -1 }[event.code];
  if (event.code === "Enter") row.click();
  else if (step) moveInList(step);
  else return;
  event.preventDefault();
});
if (bench.dataset.chosen && !box.map) showCard(bench.dataset.chosen);
