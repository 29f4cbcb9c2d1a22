// What the map draws: the style from own divisions, cells, parts, groups and cases. No fonts or tiles come from
// outside: without a glyph address MapLibre draws every letter from the fonts of the device.
import { token } from "./map-icons.js";
export const FONT = ["Noto Sans CJK SC"];
const THEME = ["#E8F0F9", "#BCD4EE", "#84AEDB", "#3774B2", "#174E8C"];
export const EMPTY = { type: "FeatureCollection", features: [] };
function tianditu(key) {
  const layer = (kind) => ({
    type: "raster",
    tileSize: 256,
    tiles: [0, 1, 2, 3].map(
      (host) =>
        `https://t${host}.tianditu.gov.cn/${kind}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${kind}` +
        `&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`,
    ),
  });
  return { sources: { vec: layer("vec"), cva: layer("cva") }, layers: ["vec", "cva"] };
}
const geojson = (data) => ({ type: "geojson", data: data || EMPTY });
const isKind = (kind) => ["==", ["get", "kind"], kind];
const text = (field, size, more = {}) => ({ "text-field": field, "text-font": FONT, "text-size": size, ...more });
export function styleOf(options) {
  const outer = options.tianditu ? tianditu(options.tianditu) : { sources: {}, layers: [] };
  const ink = { "text-color": token("text-2"), "text-halo-color": token("surface"), "text-halo-width": 1.5 };
  return {
    version: 8,
    sources: {
      ...outer.sources,
      divisions: geojson(EMPTY),
      "divisions-labels": geojson(EMPTY),
      cells: geojson(EMPTY),
      "cells-labels": geojson(EMPTY),
      parts: geojson(options.parts),
      points: geojson(EMPTY),
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": token("sunken") } },
      { id: "divisions-fill", type: "fill", source: "divisions", paint: { "fill-color": token("surface") } },
      ...outer.layers.map((id) => ({ id, type: "raster", source: id })),
      ...cellLayers(ink),
      {
        id: "divisions-line", type: "line", source: "divisions",
        paint: { "line-color": token("line-2"), "line-width": ["match", ["get", "level"], "district", 2, "street", 1.4, 0.6] },
      },
      {
        id: "divisions-name", type: "symbol", source: "divisions-labels", maxzoom: 14.5,
        filter: ["match", ["get", "level"], "street", true, "community", true, false],
        minzoom: 10,
        layout: text(["get", "name"], ["match", ["get", "level"], "street", 14, 12], { "symbol-sort-key": ["match", ["get", "level"], "street", 0, 1] }),
        paint: ink,
      },
      ...pointLayers(ink),
    ],
  };
}

// A polygon that lies in several tiles would be named in each: names hang on one point per area instead.
export function labelsOf(collection) {
  return {
    type: "FeatureCollection",
    features: collection.features.map(({ properties, geometry }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: middle(geometry) },
    })),
  };
}
function middle({ type, coordinates }) {
  const rings = type === "Polygon" ? [coordinates[0]] : coordinates.map((polygon) => polygon[0]);
  return rings.map(centroid).sort((one, other) => other.area - one.area)[0].point;
}
function centroid(ring) {
  const [x0, y0] = ring[0];
  let area = 0, x = 0, y = 0;
  for (let at = 1; at < ring.length; at += 1) {
    const [x1, y1, x2, y2] = [ring[at - 1][0] - x0, ring[at - 1][1] - y0, ring[at][0] - x0, ring[at][1] - y0];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return { area: Math.abs(area), point: area ? [x0 + x / (3 * area), y0 + y / (3 * area)] : ring[0] };
}

// One thematic colour at a time: cells carry `value` 0 to 4, or none.
function cellLayers(ink) {
  const hidden = { visibility: "none" };
  const shade = ["match", ["get", "value"], ...THEME.flatMap((colour, value) => [value, colour]), "rgba(0,0,0,0)"];
  return [
    { id: "cells-fill", type: "fill", source: "cells", layout: hidden, paint: { "fill-color": shade, "fill-opacity": 0.8 } },
    { id: "cells-line", type: "line", source: "cells", layout: hidden, minzoom: 12, paint: { "line-color": token("act"), "line-width": 0.8 } },
    { id: "cells-name", type: "symbol", source: "cells-labels", minzoom: 14.5, layout: text(["get", "name"], 12, hidden), paint: ink },
    {
      id: "parts-dot", type: "circle", source: "parts", minzoom: 15, layout: hidden,
      paint: { "circle-radius": 4, "circle-color": token("surface"), "circle-stroke-color": token("text-2"), "circle-stroke-width": 1.5 },
    },
    { id: "parts-name", type: "symbol", source: "parts", minzoom: 17, layout: text(["get", "category"], 12, { ...hidden, "text-offset": [0, 1.1] }), paint: ink },
  ];
}
function pointLayers(ink) {
  const late = [">", ["coalesce", ["get", "late"], 0], 0];
  const lateText = ["case", late, ["concat", "\n■ ", ["to-string", ["get", "late"]]], ""];
  const groupText = ["format", ["to-string", ["get", "count"]], {}, lateText, { "text-color": token("r-x"), "font-scale": 0.92 }];
  return [
    {
      id: "groups", type: "circle", source: "points", filter: isKind("group"),
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 16, 30, 34],
        "circle-color": token("surface"), "circle-opacity": 0.94,
        "circle-stroke-color": ["case", late, token("r"), token("act")], "circle-stroke-width": 2.5,
      },
    },
    {
      id: "groups-text", type: "symbol", source: "points", filter: isKind("group"),
      layout: text(groupText, 13, { "text-allow-overlap": true, "text-line-height": 1.1 }), paint: { "text-color": token("text") },
    },
    {
      id: "rows", type: "circle", source: "points", filter: isKind("row"),
      paint: {
        "circle-radius": 5, "circle-stroke-width": 2,
        "circle-color": ["case", ["get", "outside"], token("surface"), token("act")],
        "circle-stroke-color": ["case", ["get", "outside"], token("r"), token("surface")],
      },
    },
    {
      id: "rows-name", type: "symbol", source: "points", filter: isKind("row"), minzoom: 13,
      layout: text(["get", "name"], 12, { "text-anchor": "top", "text-offset": [0, 0.7] }), paint: ink,
    },
    {
      id: "cases", type: "symbol", source: "points", filter: isKind("case"),
      layout: {
        "icon-image": ["concat", "cz-", ["get", "light"]], "icon-allow-overlap": true, "icon-padding": 8,
        "symbol-sort-key": ["match", ["get", "light"], "r", 3, "y", 2, 1],
      },
    },
    {
      id: "chosen", type: "symbol", source: "points", filter: ["==", ["get", "id"], ""],
      layout: { "icon-image": ["concat", "cz-", ["get", "light"], "-chosen"], "icon-allow-overlap": true, ...text(["get", "title"], 13, { "text-anchor": "top", "text-offset": [0, 1.5], "text-allow-overlap": true }) },
      paint: ink,
    },
  ];
}
