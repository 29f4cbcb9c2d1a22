// What the field does more easily with scripts: truth about the network, distances, phrases, one tap one act.
import { tell } from "../cz/words.js";

const DEGREE = 111_320;
for (const part of document.querySelectorAll("[data-field-needs-script],[data-field-phrases]")) part.hidden = false;

// The line on top says what the browser knows, and nothing about uploads that do not exist.
const sync = document.querySelector("[data-field-sync]");
function network() {
  const line = sync?.querySelector(".cz-status");
  if (!line) return;
  const kind = navigator.onLine ? "ok" : "off";
  const shape = line.querySelector("use");
  line.className = `cz-status cz-status-${kind}`;
  shape.setAttribute("href", shape.getAttribute("href").replace(/#.*$/, `#${kind}`));
  line.querySelector("[data-cz-status-text]").textContent = navigator.onLine ? sync.dataset.online : sync.dataset.offline;
}
addEventListener("online", network);
addEventListener("offline", network);
network();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-cz-once]")) return;
  if (!navigator.onLine) {
    event.preventDefault();
    dispatchEvent(new Event("pagehide")); // drafts are saved when the page is left; here it stays
    return tell(sync.dataset.kept);
  }
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-cz-once]")) delete form.dataset.sent;
});

function metres(one, lon, lat) {
  const wide = Math.cos((lat * Math.PI) / 180);
  return Math.hypot((one.dataset.lon - lon) * wide, one.dataset.lat - lat) * DEGREE;
}

function far(length) {
  if (length >= 950) return sync.dataset.kilometres.replace("{0}", (length / 1000).toFixed(1));
  return sync.dataset.metres.replace("{0}", Math.round(length / 10) * 10);
}

// Distances and the place of photos: asked only where they help, and silently left out when refused.
function here(position) {
  const { longitude, latitude } = position.coords;
  for (const one of document.querySelectorAll("[data-field-far]")) {
    one.querySelector("[data-field-metres]").textContent = far(metres(one, longitude, latitude));
  }
  const [lon, lat] = [document.querySelector("#id_here_lon"), document.querySelector("#id_here_lat")];
  if (lon && lat) [lon.value, lat.value] = [longitude.toFixed(6), latitude.toFixed(6)];
}
if (document.querySelector("[data-field-far],#id_here_lon")) {
  navigator.geolocation?.getCurrentPosition(here, () => {}, { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-field-phrases] button");
  if (!button) return;
  const field = document.getElementById(button.parentElement.dataset.fieldPhrases);
  field.value = field.value.trim() ? `${field.value.trim()}，${button.textContent}` : button.textContent;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

function mark() {
  for (const tile of document.querySelectorAll(".fd-tile")) {
    tile.classList.toggle("is-on", tile.querySelector("input").checked);
  }
}
document.addEventListener("change", (event) => event.target.matches(".fd-tile input") && mark());
document.addEventListener("cz:draft-restored", mark);
mark();

document.addEventListener("cz:map-select", ({ detail }) => {
  const line = document.querySelector("[data-field-picked]");
  const link = Object.assign(document.createElement("a"), { href: detail.properties.url });
  link.textContent = [detail.properties.title, detail.properties.detail].filter(Boolean).join(" · ");
  line.replaceChildren(link);
  line.hidden = false;
});
