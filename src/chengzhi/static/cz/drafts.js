// Keeps what is typed in forms marked data-cz-draft on this machine until it has been sent.
import { clockTime, word } from "./words.js";
const EVERY = 10_000;
const KEEP = 7 * 24 * 3600 * 1000;
const SECRET = new Set(["csrfmiddlewaretoken", "idempotency_key", "seen"]);
const dirty = new Set();
const place = (name) => `cz-draft:${name}`;
function values(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !SECRET.has(name) && form.elements[name]?.type !== "password",
  );
}
function say(form, ...parts) {
  const line = form.querySelector("[data-cz-draft-state]");
  line?.replaceChildren(...parts);
}
function save(form) {
  dirty.delete(form);
  const kept = { at: Date.now(), values: values(form) };
  try {
    localStorage.setItem(place(form.dataset.czDraft), JSON.stringify(kept));
    say(form, word("draft_saved", clockTime()));
  } catch {
    say(form); // storage is full or forbidden: the form itself still holds everything
  }
}
function put(form, kept) {
  const left = new Map();
  for (const [name, value] of kept) left.set(name, [...(left.get(name) || []), value]);
  for (const field of form.elements) {
    if (!field.name || SECRET.has(field.name) || field.type === "file") continue;
    const wanted = left.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(wanted?.includes(field.value));
    else if (wanted?.length) field.value = wanted.shift();
  }
  form.dispatchEvent(new CustomEvent("cz:draft-restored", { bubbles: true }));
}
function restore(form) {
  const text = localStorage.getItem(place(form.dataset.czDraft));
  if (!text || form.querySelector(".cz-errors, .cz-field-errors")) return;
  const kept = JSON.parse(text);
  if (Date.now() - kept.at > KEEP) return localStorage.removeItem(place(form.dataset.czDraft));
  put(form, kept.values);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-sm cz-link";
  drop.textContent = word("draft_drop");
  drop.addEventListener("click", () => {
    forget(form.dataset.czDraft);
    form.reset();
    say(form);
  });
  say(form, word("draft_found", clockTime(new Date(kept.at))), " ", drop);
}
function forget(name) {
  localStorage.removeItem(place(name));
  for (const form of dirty) if (form.dataset.czDraft === name) dirty.delete(form);
}
function saveAll() {
  for (const form of [...dirty]) if (form.isConnected) save(form);
}
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-cz-draft]");
  if (form) dirty.add(form);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-cz-draft]");
  if (!form || !event.ctrlKey || event.code !== "KeyS") return;
  event.preventDefault();
  save(form);
});
setInterval(saveAll, EVERY);
addEventListener("pagehide", saveAll);
for (const done of document.querySelectorAll("[data-cz-draft-clear]")) forget(done.dataset.czDraftClear);
for (const form of document.querySelectorAll("form[data-cz-draft]")) restore(form);
