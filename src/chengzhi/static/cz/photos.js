// Photos: several at once or one after another, previews and removal.
import { tell, word } from "./words.js";
const kept = new WeakMap();
function fill(input) {
  const transfer = new DataTransfer();
  for (const file of kept.get(input)) transfer.items.add(file);
  input.files = transfer.files;
  draw(input);
}
function listFor(input) {
  const place = input.closest(".cz-upload") || input;
  let list = place.nextElementSibling;
  if (!list?.matches(".cz-previews")) {
    list = document.createElement("ul");
    list.className = "cz-previews";
    place.after(list);
  }
  return list;
}
function preview(input, file, number) {
  const item = document.createElement("li");
  const address = URL.createObjectURL(file);
  const view = document.createElement(file.type.startsWith("video/") ? "video" : "img");
  view.src = address;
  view.onload = view.onloadeddata = () => URL.revokeObjectURL(address);
  view.alt = file.name;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", word("photo_remove", number + 1));
  remove.addEventListener("click", () => {
    kept.get(input).splice(number, 1);
    fill(input);
    input.focus();
  });
  item.append(view, remove);
  return item;
}
function draw(input) {
  listFor(input).replaceChildren(...kept.get(input).map((file, number) => preview(input, file, number)));
}
function add(input) {
  const limit = Number(input.dataset.max || 9);
  const before = input.multiple ? kept.get(input) || [] : [];
  const fresh = [...input.files];
  if (before.length + fresh.length > limit) tell(word("photo_limit", limit));
  kept.set(input, [...before, ...fresh].slice(0, limit));
  fill(input);
}
document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[type=file][data-cz-photos]")) add(event.target);
});

// A photo whose bytes are away leaves a line of words in its place, before or after this script was read.
function away(image) {
  const words = document.createElement("span");
  words.className = "cz-photo-none";
  words.textContent = word("photo_away");
  image.replaceWith(words);
}
document.addEventListener("error", ({ target }) => target.matches?.(".cz-photo img") && away(target), true);
for (const image of document.querySelectorAll(".cz-photo img")) {
  if (image.complete && image.currentSrc && !image.naturalWidth) away(image);
}
