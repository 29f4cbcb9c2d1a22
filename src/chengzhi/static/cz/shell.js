// Menus, dialogs, focus on errors and the line about the network: what every page has.
import { tell, word } from "./words.js";
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
  const filler = event.target.closest("[data-cz-fill]");
  if (filler) fill(filler);
  const copier = event.target.closest("[data-cz-copy]");
  if (copier) copy(copier);
});

// A choice fills fields by their ids; what a script fills in belongs to the draft like what is typed.
function fill(button) {
  const fields = Object.entries(JSON.parse(button.dataset.czFill)).map(([id, value]) => {
    const field = document.getElementById(id);
    field.value = value;
    return field;
  });
  for (const field of fields) field.dispatchEvent(new Event("change", { bubbles: true }));
  button.form.dispatchEvent(new Event("input", { bubbles: true }));
  fields[0].focus();
  button.closest("ul").remove();
}

// Without TLS, as on an office network, only the old way of copying is there.
function copy(button) {
  const texts = document.querySelector(button.dataset.czCopy).querySelectorAll("textarea, input[type=text]");
  const sheet = document.body.appendChild(document.createElement("textarea"));
  sheet.value = [...texts].map((field) => field.value).filter(Boolean).join("\n");
  sheet.select();
  if (document.execCommand("copy")) button.textContent = button.dataset.czCopied;
  sheet.remove();
  button.focus();
}
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

// The line about the network says only what the browser knows.
const sync = document.querySelector("[data-cz-sync]");
function network() {
  const line = sync?.querySelector(".cz-status");
  if (!line) return;
  const kind = navigator.onLine ? "ok" : "off";
  const shape = line.querySelector("use");
  line.className = `cz-status cz-status-${kind}`;
  shape.setAttribute("href", shape.getAttribute("href").replace(/#.*$/, `#${kind}`));
  const { online, offline } = sync.querySelector("[data-online]")?.dataset || { online: word("online"), offline: word("offline") };
  line.querySelector("[data-cz-status-text]").textContent = navigator.onLine ? online : offline;
}
addEventListener("online", network);
addEventListener("offline", network);
if (!navigator.onLine) network();

// One tap sends once; without a network nothing is sent and everything stays, in the draft as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-cz-once]")) return;
  if (!navigator.onLine) {
    dispatchEvent(new Event("pagehide"));
    tell(document.querySelector("[data-kept]")?.dataset.kept || word("no_network"));
  } else if (!form.dataset.sent) {
    form.dataset.sent = "1";
    return;
  }
  event.preventDefault();
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-cz-once]")) delete form.dataset.sent;
});
for (const part of document.querySelectorAll("[data-cz-needs-script]")) part.hidden = false;
document.querySelector("[data-cz-focus]")?.focus();
