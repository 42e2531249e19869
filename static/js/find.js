// The command palette: a combobox over what the server finds. Arrows choose, Enter goes, Esc closes.
const box = document.getElementById("find");
const field = box?.querySelector("[role=combobox]");
const list = box?.querySelector("[role=listbox]");

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function move(step) {
  const all = options();
  if (all.length) choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
}

function go(option) {
  if (!option) return;
  box.hidePopover();
  location.assign(option.dataset.url);
}

if (box) {
  box.addEventListener("toggle", ({ newState }) => {
    field.setAttribute("aria-expanded", String(newState === "open"));
    if (newState !== "open") return;
    field.select();
    field.dispatchEvent(new Event("find"));
  });
  if (box.matches(":popover-open")) { // opened before this ran; htmx listens once the page is read
    document.addEventListener("DOMContentLoaded", () => field.dispatchEvent(new Event("find")));
  }
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && chosen()) go(chosen());
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => go(target.closest("[role=option]")));
  box.addEventListener("htmx:afterSettle", () => choose(options()[0]));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    box.togglePopover();
  });
}
