// The keyboard of the console. Keys are matched by place (event.code): a Chinese layout turns / into 、.
const CODES = { Slash: "/", BracketLeft: "[", BracketRight: "]", Enter: "enter", ArrowDown: "j", ArrowUp: "k" };
const root = document.documentElement;
const rows = () => [...document.querySelectorAll("[data-cz-row]")].filter((row) => row.offsetParent);
const place = `cz-row:${location.pathname}${location.search}`;
let prefix = "";
let prefixTimer = 0;
function nameOf(event) {
  return CODES[event.code] || event.code.replace(/^Key|^Digit/, "").toLowerCase();
}
function isTyping(target) {
  const field = target.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(field && !["checkbox", "radio", "button", "submit"].includes(field.type));
}
function use(control) {
  if (control.matches("input, textarea, select")) {
    control.focus();
    control.select?.();
  } else control.click();
}
function control(name) {
  return [...document.querySelectorAll(`[data-cz-key="${CSS.escape(name)}"]`)].find((found) => found.offsetParent);
}

// Ctrl+Enter is the filled button of the form one is in, or of the only form that has one.
function submitOpenForm(target) {
  const form = target.closest?.("form, dialog");
  const button = (form || document).querySelector(".btn-primary:not([disabled])");
  button?.click();
}
function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement?.closest?.("[data-cz-row]"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.tabIndex = 0;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}
function open(row) {
  const link = row.querySelector("a[data-cz-main]") || row.querySelector("a");
  if (row.dataset.href) location.href = row.dataset.href;
  else link?.click();
}
function onRow(name, event) {
  const row = document.activeElement?.closest?.("[data-cz-row]");
  if (!row || event.target !== row) return false;
  if (name === "enter") open(row);
  else if (name === "x") {
    row.querySelector("[data-cz-pick]")?.dispatchEvent(
      new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }),
    );
  } else return false;
  return true;
}
function single(name, event) {
  if (event.key === "?" || (name === "/" && event.shiftKey)) {
    document.getElementById("cz-keys")?.showModal();
    return true;
  }
  const whole = prefix ? `${prefix} ${name}` : name;
  clearTimeout(prefixTimer);
  prefix = "";
  const found = control(whole);
  if (found && !event.shiftKey) {
    use(found);
    return true;
  }
  if (document.querySelector(`[data-cz-key^="${CSS.escape(name)} "]`)) {
    prefix = name;
    prefixTimer = setTimeout(() => (prefix = ""), 1200);
    return true;
  }
  if (onRow(name, event)) return true;
  return (name === "j" && move(1)) || (name === "k" && move(-1));
}
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    if (event.code === "Enter") submitOpenForm(event.target);
    return;
  }
  if (isTyping(event.target) || root.dataset.czKeys === "off" || document.querySelector("dialog[open]")) return;
  if (single(nameOf(event), event)) event.preventDefault();
});

// Coming back to a list puts the focus on the row one came from.
addEventListener("pagehide", () => {
  const row = document.activeElement?.closest?.("[data-cz-row]");
  if (row) sessionStorage.setItem(place, String(rows().indexOf(row)));
});
const last = sessionStorage.getItem(place);
if (last !== null) {
  sessionStorage.removeItem(place);
  const row = rows()[Number(last)];
  if (row) {
    row.tabIndex = 0;
    row.focus({ preventScroll: true });
  }
}
if (rows().length && !document.querySelector("[data-cz-row][tabindex]")) rows()[0].tabIndex = 0;
