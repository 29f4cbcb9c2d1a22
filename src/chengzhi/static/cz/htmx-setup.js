// htmx within the house rules: token, one key per act, refusals shown in the form, failures in words.
import { tell, word } from "./words.js";
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without TLS, as on an office network, browsers hide randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function formOf(element) {
  return element.closest("form") || element.form;
}
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") return;
  detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
  if (!detail.parameters.idempotency_key) detail.headers["Idempotency-Key"] = newKey();
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.target?.removeAttribute("aria-busy");
  const key = formOf(detail.elt)?.querySelector("input[name=idempotency_key]");
  if (key && detail.successful && detail.requestConfig.verb !== "get") key.value = newKey();
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const target = detail.target;
  const wrong = target.matches("[data-cz-focus]") ? target : target.querySelector("[data-cz-focus]");
  wrong?.focus();
});
document.addEventListener("htmx:sendError", () => tell(word("no_network")));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const isLine = xhr.status === 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  tell(isLine ? xhr.responseText : word("server_error"));
});
