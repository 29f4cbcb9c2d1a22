// Words come from the server's catalogue; numbers and durations are put together here as kernel/wording.py does.
const source = document.getElementById("cz-words");
const words = source ? JSON.parse(source.textContent) : {};
export function word(key, ...values) {
  return values.reduce((text, value, place) => text.replace(`{${place}}`, value), words[key] || key);
}
export function timeLeft(seconds) {
  if (Math.abs(seconds) < 60) return word(seconds >= 0 ? "left_moment" : "over_moment");
  return word(seconds >= 0 ? "left" : "over", duration(seconds));
}
function duration(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  const days = Math.floor(whole / 86400);
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days) return hours ? word("days_hours", days, hours) : word("days", days);
  if (hours) return minutes ? word("hours_minutes", hours, minutes) : word("hours", hours);
  return word("minutes", minutes);
}

// The time of day of the house, wherever the device thinks it is.
export function clockTime(date = new Date()) {
  return date.toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai", hour: "numeric", minute: "2-digit" }).replace(/^0(?=\d)/, "");
}

// One line of news for eyes and ears; it goes by itself.
export function tell(text) {
  let toast = document.querySelector(".cz-toast");
  if (!toast) {
    toast = document.createElement("div");
    toast.className = "cz-toast";
    toast.setAttribute("role", "status");
    document.body.append(toast);
  }
  toast.hidden = false;
  toast.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (toast.hidden = true), 6000);
}
