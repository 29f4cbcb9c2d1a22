// What 市民通 does more easily with scripts; every page works without them.
import { tell, word } from "../cz/words.js";

// On a phone the big button opens the camera at once; the photo goes up by itself.
const shoot = document.querySelector("[data-portal-shoot]");
if (shoot && matchMedia("(pointer: coarse)").matches) {
  const input = shoot.querySelector("input[type=file]");
  shoot.querySelector("[data-portal-shoot-link]").addEventListener("click", (event) => {
    event.preventDefault();
    input.click();
  });
  input.addEventListener("change", () => {
    if (!input.files.length || !online()) return;
    shoot.querySelector("[data-portal-shoot-state]").hidden = false;
    shoot.submit();
  });
}
function online() {
  if (navigator.onLine) return true;
  tell(word("no_network"));
  return false;
}

// A position found by the device goes straight to the server, which knows the name of the place.
const where = document.querySelector("[data-portal-where]");
document.addEventListener("cz:located", () => where?.requestSubmit(where.querySelector("[data-portal-look]")));
function stylesheet(address) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
}

// The map is heavy: it comes only when somebody asks for it.
async function openMap(button) {
  const place = document.querySelector("[data-portal-map-place]");
  const box = place.querySelector("[data-portal-map-box]");
  button.hidden = true;
  place.hidden = false;
  document.querySelector(".cz-bottom").hidden = true;
  stylesheet(place.dataset.css);
  stylesheet(place.dataset.mapCss);
  box.className = "cz-map";
  box.dataset.lon = button.dataset.lon;
  box.dataset.lat = button.dataset.lat;
  box.dataset.czMap = "";
  box.addEventListener("cz:map-missing", () => (place.querySelector("[data-portal-map-use]").hidden = true));
  await import(place.dataset.src);
  place.scrollIntoView({ block: "nearest" });
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-portal-map]");
  if (opener) openMap(opener);
  if (event.target.closest("[data-portal-map-use]")) {
    document.querySelector("#id_lon").value = document.querySelector("#id_map_lon").value;
    document.querySelector("#id_lat").value = document.querySelector("#id_map_lat").value;
    document.querySelector("#id_source").value = "map";
  }
});
