// Input methods: a search fires only on whole words, and Enter that ends a composition never submits.
const WAIT = 300;
const timers = new WeakMap();
function fire(input) {
  clearTimeout(timers.get(input));
  input.dispatchEvent(new CustomEvent("cz:query", { bubbles: true }));
}
document.addEventListener("input", (event) => {
  const input = event.target.closest?.("[data-cz-query]");
  if (!input || event.isComposing) return;
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => fire(input), WAIT));
});
document.addEventListener("compositionend", (event) => {
  const input = event.target.closest?.("[data-cz-query]");
  if (input) fire(input);
});
document.addEventListener(
  "keydown",
  (event) => {
    // Safari reports the Enter that ends a composition after it has ended, with this code only.
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
  },
  true,
);
