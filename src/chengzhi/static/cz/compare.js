// Before and after: side by side, under a slider that also follows the arrow keys, or on the full screen.
function look(pair, how) {
  if (how === "full") {
    if (document.fullscreenElement) document.exitFullscreen();
    else pair.requestFullscreen?.();
    return;
  }
  pair.classList.toggle("is-slide", how === "slide");
  const slider = pair.querySelector(".cz-compare-range");
  slider.hidden = how !== "slide";
  for (const button of pair.querySelectorAll("[data-cz-look]:not([data-cz-look=full])")) {
    button.setAttribute("aria-pressed", String(button.dataset.czLook === how));
  }
  slide(pair);
  if (how === "slide") slider.querySelector("input").focus();
}
function slide(pair) {
  const after = pair.querySelector("[data-cz-side=after] .cz-photo a");
  if (!after) return;
  const at = pair.querySelector(".cz-compare-range input").value;
  after.style.clipPath = pair.classList.contains("is-slide") ? `inset(0 0 0 ${at}%)` : "";
}
function choose(pair, button) {
  const image = pair.querySelector(`[data-cz-side=${button.dataset.czChoose}] img`);
  if (!image) return;
  image.src = button.dataset.url;
  image.alt = button.dataset.alt;
  image.closest("a").href = button.dataset.url;
  for (const other of pair.querySelectorAll(`[data-cz-choose=${button.dataset.czChoose}]`)) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}
document.addEventListener("click", (event) => {
  const pair = event.target.closest?.("[data-cz-compare]");
  const button = event.target.closest?.("[data-cz-look], [data-cz-choose]");
  if (!pair || !button) return;
  if (button.dataset.czLook) look(pair, button.dataset.czLook);
  else choose(pair, button);
});
document.addEventListener("input", (event) => {
  const pair = event.target.closest?.("[data-cz-compare]");
  if (pair && event.target.type === "range") slide(pair);
});
