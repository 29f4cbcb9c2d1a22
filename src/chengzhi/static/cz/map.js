// The map as an element: view (cases, groups, cells, parts, list in step) or pick (cross-hair over a moving map).
// Everything it can do, the list and the address form beside it can do too.
import { addIcons } from "./map-icons.js";
import { labelsOf, styleOf } from "./map-layers.js";
import { loadPoints, showLayers, viewing } from "./map-view.js";
import { word } from "./words.js";
const PICK_ZOOM = 16;
function hasWebGL() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}
function noMap(box) {
  const line = document.createElement("p");
  line.className = "cz-map-none";
  line.textContent = word("no_webgl");
  box.replaceChildren(line);
  box.dispatchEvent(new CustomEvent("cz:map-missing", { bubbles: true }));
}
function note(box) {
  const line = document.createElement("div");
  line.className = "cz-map-note";
  const parts = [box.dataset.reviewNumber, word(box.dataset.tianditu ? "tianditu" : "own_base"), "CGCS2000"];
  if (box.dataset.mode === "pick") parts.push(word("nudge"));
  line.append(...parts.filter(Boolean).map((part) => Object.assign(document.createElement("span"), { textContent: part })));
  box.append(line);
}
const send = (box, name, detail) => box.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
function picking(box, map) {
  const fields = [box.dataset.lonInput, box.dataset.latInput].map((selector) => selector && document.querySelector(selector));
  const put = () => {
    const { lng, lat } = map.getCenter();
    [lng, lat].forEach((number, at) => fields[at] && (fields[at].value = number.toFixed(6)));
    send(box, "cz:map-picked", { lon: lng, lat });
  };
  map.on("moveend", put);
  if (!fields.every((field) => field?.value)) put();
  map.on("click", (event) => map.easeTo({ center: event.lngLat }));
  const go = (lon, lat) => map.jumpTo({ center: [Number(lon), Number(lat)], zoom: Math.max(map.getZoom(), PICK_ZOOM) });
  document.addEventListener("cz:located", ({ detail }) => go(detail.lon, detail.lat));
  box.addEventListener("cz:map-show", ({ detail }) => go(detail.lon, detail.lat));
  for (const field of fields) {
    field?.addEventListener("change", () => fields.every((one) => one?.value) && go(fields[0].value, fields[1].value));
  }
}

// Areas are fetched once and kept, so that a change of theme does not ask again.
async function areas(box, map) {
  for (const name of ["divisions", "cells"].filter((one) => box.dataset[one])) {
    box.areas[name] ??= fetch(box.dataset[name]).then((answer) => answer.json());
    const data = await box.areas[name].catch(() => null);
    if (!data) continue;
    map.getSource(name)?.setData(data);
    map.getSource(`${name}-labels`)?.setData(labelsOf(data));
  }
}
function crosshair(box) {
  box.insertAdjacentHTML(
    "beforeend",
    '<svg class="cz-crosshair" viewBox="0 0 44 44" aria-hidden="true"><path d="M22 3v14M22 27v14M3 22h14M27 22h14"/>' +
      '<path d="M22 3v14M22 27v14M3 22h14M27 22h14"/></svg>',
  );
}
async function start(box) {
  if (!hasWebGL()) return noMap(box);
  const library = await import(new URL("../vendor/maplibre/maplibre-gl.mjs", import.meta.url).href);
  library.setWorkerUrl(new URL("../vendor/maplibre/maplibre-gl-worker.mjs", import.meta.url).href);
  const isPick = box.dataset.mode === "pick";
  const field = (selector) => Number(selector && document.querySelector(selector)?.value) || 0;
  const canvas = box.appendChild(document.createElement("div"));
  const map = new library.Map({
    container: canvas,
    style: styleOf(box.dataset),
    center: [field(box.dataset.lonInput) || Number(box.dataset.lon), field(box.dataset.latInput) || Number(box.dataset.lat)],
    zoom: Number(box.dataset.zoom || (isPick ? PICK_ZOOM : 12)),
    maxZoom: 19,
    locale: word("map_locale"),
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
    cooperativeGestures: box.hasAttribute("data-embedded"),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  Object.assign(box, { map, areas: {} });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "bottom-right");
  map.addControl(new library.ScaleControl(), "top-left");
  note(box);
  if (isPick) crosshair(box);
  map.on("load", () => {
    addIcons(map);
    areas(box, map);
    if (isPick) picking(box, map);
    else viewing(box, map);
    box.dataset.ready = "";
    send(box, "cz:map-ready", { map });
  });
  new MutationObserver(() => repaint(box, map)).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
function repaint(box, map) {
  map.setStyle(styleOf(box.dataset), { diff: false });
  map.once("styledata", () => {
    addIcons(map);
    areas(box, map);
    showLayers(map);
    if (box.dataset.mode !== "pick") loadPoints(box, map);
  });
}

// A folded map starts when it is first opened: before that it has no size, and nobody has asked for it.
function begin(box) {
  if (box.dataset.begun) return;
  box.dataset.begun = "1";
  const fold = box.closest("details:not([open])");
  if (fold) fold.addEventListener("toggle", () => start(box), { once: true });
  else start(box);
}
const beginAll = (part) => part.querySelectorAll("[data-cz-map]").forEach(begin);
document.addEventListener("htmx:afterSwap", ({ detail }) => beginAll(detail.target));
beginAll(document);
