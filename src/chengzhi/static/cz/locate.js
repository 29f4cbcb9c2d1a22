// Asks the device where it is, once, on request; a refusal says where to allow it and goes on without.
import { word } from "./words.js";
const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };
function say(button, text) {
  let line = button.parentElement.querySelector("[data-cz-locate-state]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.czLocateState = "";
    line.className = "cz-hint";
    line.setAttribute("role", "status");
    button.after(line);
  }
  line.textContent = text;
}
function put(selector, value) {
  const field = selector && document.querySelector(selector);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
function found(button, { coords }) {
  const { longitude, latitude, accuracy } = coords;
  put(button.dataset.lon, longitude.toFixed(6));
  put(button.dataset.lat, latitude.toFixed(6));
  put(button.dataset.accuracy, Math.round(accuracy));
  say(button, word("located", Math.round(accuracy)));
  button.dispatchEvent(
    new CustomEvent("cz:located", { bubbles: true, detail: { lon: longitude, lat: latitude, accuracy } }),
  );
}
function ask(button) {
  if (!navigator.geolocation) return say(button, word("locate_failed"));
  say(button, word("locating"));
  navigator.geolocation.getCurrentPosition(
    (position) => found(button, position),
    (fault) => say(button, word(fault.code === 1 ? "locate_denied" : "locate_failed")),
    OPTIONS,
  );
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-cz-locate]");
  if (button) ask(button);
});
for (const button of document.querySelectorAll("[data-cz-locate=now]")) ask(button);
