// What the field does more easily with scripts: distances, phrases, tiles.
const DEGREE = 111_320;
const sync = document.querySelector("[data-field-sync]");
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
