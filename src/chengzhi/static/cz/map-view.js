// Viewing: points follow the map's extent, rows of the list and marks on the map choose each other.
import { tell, word } from "./words.js";
const send = (box, name, detail) => box.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
export async function loadPoints(box, map) {
  if (!box.dataset.points) return;
  const bounds = map.getBounds().toArray().flat().map((number) => number.toFixed(5));
  const url = new URL(box.dataset.points, location.href);
  url.searchParams.set("bbox", bounds.join(","));
  url.searchParams.set("zoom", map.getZoom().toFixed(1));
  send(box, "cz:map-moved", { bbox: bounds.map(Number), zoom: map.getZoom() });
  box.loading?.abort();
  box.loading = new AbortController();
  try {
    const answer = await fetch(url, { signal: box.loading.signal, headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const points = await answer.json();
    map.getSource("points").setData(points);
    send(box, "cz:map-points", { points });
  } catch (fault) {
    if (fault.name !== "AbortError") tell(word("map_failed"));
  }
}
function choose(box, map, id) {
  box.chosen = id;
  map.setFilter("chosen", ["==", ["to-string", ["get", "id"]], String(id ?? "")]);
  for (const row of document.querySelectorAll("[data-cz-point]")) {
    if (row.dataset.czPoint === String(id)) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

// The map moves only when the chosen point lies outside it.
function show(box, map, { id, lon, lat }) {
  choose(box, map, id);
  const place = [Number(lon), Number(lat)];
  if (Number.isFinite(place[0]) && !map.getBounds().contains(place)) map.jumpTo({ center: place });
}
function onClick(box, map, event) {
  const [found] = map.queryRenderedFeatures(around(event.point), { layers: ["cases", "groups"] });
  if (!found) return;
  const [lon, lat] = found.geometry.coordinates;
  if (found.properties.kind === "group") return map.easeTo({ center: [lon, lat], zoom: map.getZoom() + 2 });
  choose(box, map, found.properties.id);
  send(box, "cz:map-select", { id: found.properties.id, properties: found.properties, lon, lat });
}

// 44 pixels to hit, whatever the size of the mark.
const around = ({ x, y }) => [[x - 22, y - 22], [x + 22, y + 22]];
function switchLayer(map, name, isOn) {
  for (const layer of map.getStyle().layers) {
    if (layer.id.startsWith(`${name}-`)) map.setLayoutProperty(layer.id, "visibility", isOn ? "visible" : "none");
  }
}
export function showLayers(map) {
  for (const box of document.querySelectorAll("[data-cz-layer]:checked")) switchLayer(map, box.dataset.czLayer, true);
}
export function viewing(box, map) {
  map.on("moveend", () => loadPoints(box, map));
  map.on("click", (event) => onClick(box, map, event));
  map.on("mousemove", (event) => {
    const hits = map.queryRenderedFeatures(event.point, { layers: ["cases", "groups"] });
    map.getCanvas().classList.toggle("is-over", hits.length > 0);
  });
  box.addEventListener("cz:map-show", ({ detail }) => show(box, map, detail));
  box.addEventListener("cz:map-reload", ({ detail }) => {
    if (detail?.points) box.dataset.points = detail.points;
    loadPoints(box, map);
  });
  document.addEventListener("click", ({ target }) => {
    const row = target.closest?.("[data-cz-point]");
    if (row) show(box, map, { id: row.dataset.czPoint, lon: row.dataset.lon, lat: row.dataset.lat });
  });
  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.czLayer;
    if (name) switchLayer(map, name, target.checked);
  });
  showLayers(map);
  loadPoints(box, map);
}
