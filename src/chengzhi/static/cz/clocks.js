// Moves time left and light once a minute; silent, except that a change of light is spoken.
import { timeLeft, word } from "./words.js";
const served = document.querySelector("meta[name=server-time]");
const offset = served ? Date.parse(served.content) - Date.now() : 0;
const voice = document.createElement("div");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
function lightAt(clock, now) {
  const due = Date.parse(clock.dataset.due);
  const warn = Date.parse(clock.dataset.warn || clock.dataset.due);
  if (now > due) return "r";
  return now >= warn ? "y" : "g";
}
function show(clock, code) {
  const light = clock.querySelector(".cz-light");
  if (!light || light.classList.contains(`cz-light-${code}`)) return;
  light.className = `cz-light cz-light-${code}`;
  const shape = light.querySelector("svg");
  shape.setAttribute("class", `cz-shape cz-shape-${code}`);
  const use = shape.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${code}`));
  light.querySelector(".cz-light-word").textContent = word(`light_${code}`);
  const name = clock.closest("[data-cz-row]")?.querySelector(".cz-id")?.textContent || "";
  voice.textContent = `${name} ${word(`light_${code}`)}`;
}
function tick() {
  const now = Date.now() + offset;
  for (const clock of document.querySelectorAll("[data-cz-clock]")) {
    const rest = Date.parse(clock.dataset.due) - now;
    const left = clock.querySelector(".cz-light-left");
    if (left) left.textContent = timeLeft(rest / 1000);
    show(clock, lightAt(clock, now));
  }
  setTimeout(tick, 60_000 - ((Date.now() + offset) % 60_000));
}
document.body.append(voice);
setTimeout(tick, 60_000 - ((Date.now() + offset) % 60_000));
