// Menus, dialogs, focus on errors and the line about the network: what every page has.
import { word } from "./words.js";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-cz-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-cz-open]");
  if (opener) document.getElementById(opener.dataset.czOpen)?.showModal();
  if (event.target.closest("[data-cz-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-cz-print]")) window.print();
  const shower = event.target.closest("[data-cz-show]");
  if (shower) showPassword(shower);
});

function showPassword(button) {
  const field = document.getElementById(button.dataset.czShow);
  const isShown = field.type === "password";
  field.type = isShown ? "text" : "password";
  button.setAttribute("aria-pressed", String(isShown));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-cz-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The line about the network says only what the browser knows; rooms that queue uploads say more.
function network() {
  const line = document.querySelector("[data-cz-sync] .cz-status");
  if (!line || line.closest("[data-cz-sync=own]")) return;
  const shape = line.querySelector("use");
  const kind = navigator.onLine ? "ok" : "off";
  line.className = `cz-status cz-status-${kind}`;
  shape.setAttribute("href", shape.getAttribute("href").replace(/#.*$/, `#${kind}`));
  line.querySelector("[data-cz-status-text]").textContent = word(navigator.onLine ? "online" : "offline");
}

window.addEventListener("online", network);
window.addEventListener("offline", network);
if (!navigator.onLine) network();
document.querySelector("[data-cz-focus]")?.focus();
