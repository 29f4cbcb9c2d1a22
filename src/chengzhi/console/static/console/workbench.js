// The workbench: list, map and card in step. Whatever the map can do, the list can do without it.
const bench = document.querySelector("[data-cz-workbench]");
const box = bench.querySelector("[data-cz-map]");
const $ = (selector) => document.querySelector(selector);
const rows = $("[data-cz-rows]");
const PARTS_FROM = 15;
let frame = "";
let themed = "";

// List ----------------------------------------------------------------------------------------------------
function showList({ html, total, late }) {
  if (html === undefined) return;
  const focused = document.activeElement?.closest("[data-cz-point]")?.dataset.czPoint;
  rows.innerHTML = html;
  $("[data-cz-total]").textContent = total.toLocaleString("en");
  $("[data-cz-late]").textContent = late.toLocaleString("en");
  $(".cz-map-late").hidden = !late;
  $("[data-cz-as-of]").textContent = new Date().toTimeString().slice(0, 5);
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

// Cells: one thematic colour at a time --------------------------------------------------------------------
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

// Parts follow the extent, once near enough ---------------------------------------------------------------
const partsSwitch = $("[data-cz-parts]");

async function showParts({ bbox, zoom }) {
  if (!partsSwitch.checked || zoom < PARTS_FROM) return;
  const answer = await fetch(`${partsSwitch.dataset.czParts}?bbox=${bbox.join(",")}`);
  if (answer.ok) box.map.getSource("parts").setData(await answer.json());
}

const extent = () => ({ bbox: box.map.getBounds().toArray().flat(), zoom: box.map.getZoom() });

// Framing: a rectangle drawn with the pointer, or the present view by Enter ---------------------------------
const plainPoints = box.dataset.points;
const reload = (url) => box.dispatchEvent(new CustomEvent("cz:map-reload", { detail: { points: url.href } }));
const hint = $("[data-cz-frame-hint]");
let drawing = null;

function setFraming(isOn) {
  $("[data-cz-frame]").setAttribute("aria-pressed", String(isOn));
  hint.hidden = !isOn;
  box.classList.toggle("cz-map-drawing", isOn);
  if (!box.map) return;
  box.map.dragPan[isOn ? "disable" : "enable"]();
  if (!isOn) drawing = void drawing?.shape.remove() ?? null;
}

const isFraming = () => !hint.hidden;

function useFrame(sides) {
  frame = sides;
  setFraming(false);
  $("[data-cz-unframe]").hidden = !sides;
  const url = new URL(plainPoints, location.href);
  if (sides) url.searchParams.set("frame", sides.map((one) => one.toFixed(5)).join(","));
  reload(url);
}

function showMore(link) {
  const url = new URL(box.dataset.points, location.href);
  url.searchParams.set("rows", new URL(link.href).searchParams.get("rows"));
  reload(url);
}

function beginFrame(event) {
  if (!isFraming() || event.button !== 0 || !event.target.closest("canvas")) return;
  const { left, top } = box.getBoundingClientRect();
  const shape = box.appendChild(Object.assign(document.createElement("div"), { className: "cz-map-frame" }));
  drawing = { x: event.clientX - left, y: event.clientY - top, shape };
}

function drawFrame(event) {
  if (!drawing) return;
  const { left, top } = box.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  const { style } = drawing.shape;
  [style.left, style.top] = [`${Math.min(x, drawing.x)}px`, `${Math.min(y, drawing.y)}px`];
  [style.width, style.height] = [`${Math.abs(x - drawing.x)}px`, `${Math.abs(y - drawing.y)}px`];
}

function endFrame(event) {
  if (!drawing) return;
  const { left, top } = box.getBoundingClientRect();
  const [from, to] = [[drawing.x, drawing.y], [event.clientX - left, event.clientY - top]].map((at) => box.map.unproject(at));
  const isDot = Math.hypot(event.clientX - left - drawing.x, event.clientY - top - drawing.y) < 8;
  drawing.shape.remove();
  drawing = null;
  if (!isDot) useFrame([Math.min(from.lng, to.lng), Math.min(from.lat, to.lat), Math.max(from.lng, to.lng), Math.max(from.lat, to.lat)]);
}

// What only a map can do goes where there is none; the list stays.
function withoutMap() {
  for (const one of document.querySelectorAll("[data-cz-frame], .cz-map-layers")) one.hidden = true;
}

// The page knows the territory, not the width of the screen.
const HOME_WIDTH = 700;
if (!box.map && box.clientWidth < HOME_WIDTH) {
  box.dataset.zoom = (Number(box.dataset.zoom) - Math.log2(HOME_WIDTH / box.clientWidth)).toFixed(1);
}

// Everything together -------------------------------------------------------------------------------------
box.addEventListener("cz:map-points", ({ detail }) => showList(detail.points));
box.addEventListener("cz:map-select", ({ detail }) => showCard(detail.id));
box.addEventListener("cz:map-moved", ({ detail }) => showParts(detail));
box.addEventListener("cz:map-ready", () => {
  if (themed) colourCells(themed);
  if (bench.dataset.chosen) showCard(bench.dataset.chosen);
});
box.addEventListener("cz:map-missing", withoutMap);
if (box.querySelector(".cz-map-none")) withoutMap();
box.addEventListener("mousedown", beginFrame, true);
addEventListener("mousemove", drawFrame);
addEventListener("mouseup", endFrame);

$("[data-cz-frame]").addEventListener("click", () => setFraming(!isFraming()));
$("[data-cz-unframe]").addEventListener("click", () => useFrame(""));
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
