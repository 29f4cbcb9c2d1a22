// Work lists: the filter dialog opens once its form has come; coming back restores what was selected.
const place = `cz-picks:${location.pathname}${location.search}`;
const form = document.querySelector("[data-cz-keep]");
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const opener = detail.requestConfig.elt.closest?.("[data-cz-opens]");
  const dialog = opener && document.getElementById(opener.dataset.czOpens);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("select, input")?.focus();
});
function picked() {
  return [...form.querySelectorAll("[data-cz-pick]:checked")].map((box) => box.value);
}
function restore() {
  const kept = JSON.parse(sessionStorage.getItem(place) || "[]");
  sessionStorage.removeItem(place);
  for (const box of form.querySelectorAll("[data-cz-pick]")) {
    if (kept.includes(box.value) && !box.checked) box.click();
  }
}
if (form) {
  addEventListener("pagehide", () => {
    const now = picked();
    if (now.length) sessionStorage.setItem(place, JSON.stringify(now));
  });
  restore();
}
