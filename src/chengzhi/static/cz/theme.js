// Applies display preferences before the first paint, and changes them without losing what is typed.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const marks = { cz_large: "czLarge", cz_sun: "czSun", cz_left: "czLeft" };
  function paint() {
    const wish = root.dataset.czTheme;
    const isDark = !root.dataset.czSun && (wish === "dark" || (wish === "auto" && dark.matches));
    root.dataset.bsTheme = isDark ? "dark" : "light";
  }
  function keep(name, value) {
    const safe = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax${safe}`;
  }
  function press(button, isOn) {
    button.setAttribute("aria-pressed", String(isOn));
  }
  function toggle(button, name, value) {
    const isOn = value === "1";
    if (name === "cz_keys") root.dataset.czKeys = isOn ? "on" : "off";
    else if (isOn) root.dataset[marks[name]] = "1";
    else delete root.dataset[marks[name]];
    if (button.hasAttribute("aria-pressed")) press(button, isOn);
    button.dataset.czSet = `${name}=${isOn ? 0 : 1}`;
  }
  function choose(button, value) {
    root.dataset.czTheme = value;
    for (const other of button.parentElement.querySelectorAll("[data-cz-set]")) press(other, other === button);
  }
  paint();
  dark.addEventListener("change", paint);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cz-set]");
    if (!button) return;
    const [name, value] = button.dataset.czSet.split("=");
    if (name === "django_language") {
      if (button.form && button.form.getAttribute("action")) return;
      event.preventDefault();
      keep(name, value);
      location.reload();
      return;
    }
    keep(name, value);
    if (name === "cz_theme") choose(button, value);
    else toggle(button, name, value);
    paint();
  });
})();
