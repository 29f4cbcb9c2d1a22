// Framing part of the map: a rectangle drawn with the pointer, or the present view by Enter.
const $ = (selector) => document.querySelector(selector);
const box = $("[data-cz-workbench] [data-cz-map]");
const plainPoints = box.dataset.points;
export const reload = (url) => box.dispatchEvent(new CustomEvent("cz:map-reload", { detail: { points: url.href } }));
const hint = $("[data-cz-frame-hint]");
let drawing = null;
export function setFraming(isOn) {
  $("[data-cz-frame]").setAttribute("aria-pressed", String(isOn));
  hint.hidden = !isOn;
  box.classList.toggle("cz-map-drawing", isOn);
  if (!box.map) return;
  box.map.dragPan[isOn ? "disable" : "enable"]();
  if (!isOn) drawing = void drawing?.shape.remove() ?? null;
}
export const isFraming = () => !hint.hidden;
export function useFrame(sides) {
  setFraming(false);
  $("[data-cz-unframe]").hidden = !sides;
  const link = $("[data-cz-export]");
  if (link) link.href = framed(link.href, sides);
  reload(framed(plainPoints, sides));
}
function framed(address, sides) {
  const url = new URL(address, location.href);
  url.searchParams.delete("frame");
  if (sides) url.searchParams.set("frame", sides.map((one) => one.toFixed(5)).join(","));
  return url;
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

// The page knows the territory, not the width of the screen.
const HOME_WIDTH = 700;
if (!box.map && box.clientWidth < HOME_WIDTH) {
  box.dataset.zoom = (Number(box.dataset.zoom) - Math.log2(HOME_WIDTH / box.clientWidth)).toFixed(1);
}
$("[data-cz-frame]").addEventListener("click", () => setFraming(!isFraming()));
$("[data-cz-unframe]").addEventListener("click", () => useFrame(""));
box.addEventListener("mousedown", beginFrame, true);
addEventListener("mousemove", drawFrame);
addEventListener("mouseup", endFrame);
