// Keys of the whole product. A key presses a button that is on the page; nothing happens while someone types.
// j k move over rows; x ticks; Enter on the open alert goes to its client; g and a letter go to a page.
const GO_WITHIN = 1200; // ms between g and the letter
let going = 0;
let leaving = false; // what is pressed until the next page is there is meant for that one
let held = ""; // a letter pressed while the alert in focus is still on its way: it must not hit the one before

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const busy = (target) => typing(target) || document.querySelector("[popover]:popover-open:not(#nav)");
const shown = (element) => element?.checkVisibility();

const onTheWay = () => document.querySelector(".ch-alert.htmx-request, form[hx-target='#inbox'].htmx-request");

// In the inbox the rows are the alerts, not what the one shown is made of.
const rows = () => [...document.querySelectorAll("[data-inbox] .ch-alert, body:not(:has([data-inbox])) [data-row]")].filter(shown);

function current(all) {
  const focused = document.activeElement?.closest("li, tr")?.querySelector("[data-row]");
  return focused ?? all.find((row) => row.hasAttribute("aria-current"));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current(all));
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (!next.closest("[data-inbox]") || next.hasAttribute("aria-current") || !matchMedia("(min-width: 981px)").matches) return;
  all.forEach((row) => row.removeAttribute("aria-current")); // at once: the request may have to queue
  next.setAttribute("aria-current", "true");
  next.click();
}

function tick() {
  const box = current(rows())?.closest("li, tr")?.querySelector("[data-tick]");
  box?.click();
}

// With ticked rows the letters mean all of them.
function press(key) {
  const letter = CSS.escape(key);
  const many = document.querySelector(`[data-bulk-key="${letter}"]`);
  const own = current(rows())?.closest("li, tr")?.querySelector(`[data-row-key="${letter}"]`);
  const ofRow = [many, own].find(shown);
  if (!ofRow && onTheWay()) {
    held = key;
    return true;
  }
  const button = ofRow ?? [document.querySelector(`[data-key="${letter}"]`)].find(shown);
  button?.click();
  return Boolean(button);
}

function open() {
  const row = current(rows());
  const onRow = document.activeElement === row;
  if (!row || !(onRow || document.activeElement === document.body)) return false;
  if (onRow && !row.hasAttribute("aria-current")) return false; // its own link
  leave(row.dataset.client);
  return true;
}

function leave(address) {
  leaving = true;
  setTimeout(() => (leaving = false), GO_WITHIN * 3); // they may have stopped it
  location.assign(address);
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) leave(link.href);
  return Boolean(link);
}

const deeds = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  o: () => document.querySelector("#alert")?.focus(),
  "/": () => document.getElementById("find")?.showPopover(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || busy(event.target)) return;
  if (held || leaving) return event.key.length === 1 && event.preventDefault();
  const went = going && event.timeStamp - going < GO_WITHIN && go(event.key);
  going = event.key === "g" ? event.timeStamp : 0;
  if (went) return event.preventDefault();
  if (event.key === "Enter") return open() && event.preventDefault();
  if (deeds[event.key] && (event.key !== "j" || rows().length)) {
    event.preventDefault();
    return deeds[event.key]();
  }
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) held = "";
  // A moment later: if another request waits in the queue, it begins right after this.
  setTimeout(() => {
    if (!held || onTheWay()) return;
    const key = held;
    held = "";
    press(key);
  });
});

addEventListener("pageshow", () => (leaving = false));
