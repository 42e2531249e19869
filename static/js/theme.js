// Runs before first paint: the stored choice wins, else the system's. Django's admin keeps its choice under the same name.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const choice = () => localStorage.getItem("theme") ?? "auto";
  const paint = () => {
    const dark = choice() === "dark" || (choice() === "auto" && system.matches);
    document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  document.addEventListener("themechosen", paint);
  system.addEventListener("change", paint);
  addEventListener("storage", ({ key }) => key === "theme" && paint());
  paint();
})();
