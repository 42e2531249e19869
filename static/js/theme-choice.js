// Light, dark or as the system has it.
const group = document.querySelector("[data-theme-choice]");

if (group) {
  const stored = localStorage.getItem("theme") ?? "auto";
  group.querySelectorAll("input").forEach((radio) => (radio.checked = radio.value === stored));
  group.addEventListener("change", ({ target }) => {
    localStorage.setItem("theme", target.value);
    document.dispatchEvent(new CustomEvent("themechosen"));
  });
}
