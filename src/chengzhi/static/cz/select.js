// Choosing rows: one by one, a range with Shift, all; the batch bar shows how many.
const anchors = new WeakMap();
const picks = (form) => [...form.querySelectorAll("[data-cz-pick]:not([disabled])")];
function refresh(form) {
  const all = picks(form);
  const chosen = all.filter((box) => box.checked);
  for (const box of all) box.closest("[data-cz-row]")?.classList.toggle("cz-picked", box.checked);
  const bar = form.querySelector("[data-cz-batch]");
  if (bar) bar.hidden = chosen.length === 0;
  for (const number of form.querySelectorAll("[data-cz-batch-count]")) number.textContent = chosen.length;
  const whole = form.querySelector("[data-cz-pick-all]");
  if (!whole) return;
  whole.checked = all.length > 0 && chosen.length === all.length;
  whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
}
function range(form, box) {
  const all = picks(form);
  const from = all.indexOf(anchors.get(form));
  const to = all.indexOf(box);
  if (from < 0) return;
  for (const other of all.slice(Math.min(from, to), Math.max(from, to) + 1)) other.checked = box.checked;
}
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-cz-pick], [data-cz-pick-all]");
  const form = box?.closest("[data-cz-select]");
  if (!form) return;
  if (box.matches("[data-cz-pick-all]")) for (const other of picks(form)) other.checked = box.checked;
  else {
    if (event.shiftKey) range(form, box);
    anchors.set(form, box);
  }
  refresh(form);
});
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-cz-select]").forEach(refresh));
document.querySelectorAll("[data-cz-select]").forEach(refresh);
