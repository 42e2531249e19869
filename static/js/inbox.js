// The inbox beside its keys: the row that is shown, the count of ticks, and the focus after something was done.
const narrow = () => matchMedia("(max-width: 980px)").matches;

function mark(row) {
  document.querySelectorAll(".ch-alert[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
}

function count() {
  const ticked = document.querySelectorAll("[data-tick]:checked").length;
  const all = document.querySelector("[data-tick-all]");
  const said = document.querySelector("[data-ticked]");
  if (said) said.textContent = all?.checked ? "" : new Intl.NumberFormat(document.documentElement.lang).format(ticked);
}

// On a phone an alert is a page of its own.
document.addEventListener("htmx:confirm", (event) => {
  const row = event.target.closest?.(".ch-alert");
  if (row && narrow()) {
    event.preventDefault();
    location.assign(row.href);
  }
});

// What was refused opens again, with what was typed.
const reopen = () => {
  const form = document.querySelector("[popover][data-refused]");
  if (form) document.querySelector(`[popovertarget="${form.id}"]`)?.click(); // by its button, beside which it stands
};
reopen();

document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (target.matches?.(".ch-alert")) mark(target);
});

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  if (detail.elt?.id === "inbox" || target.id === "inbox") {
    const moved = document.activeElement?.closest(".ch-alert"); // someone was quicker than the answer
    (moved ?? document.querySelector(".ch-alert[aria-current]") ?? document.querySelector(".ch-alert") ?? document.getElementById("alert"))?.focus();
    count();
    reopen();
  }
  if (detail.elt?.matches?.(".ch-task")) detail.elt.querySelector("[data-undo], [data-row-key]")?.focus();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-tick], [data-tick-all]")) count();
});

// Enter in a field presses the button of its own popover, not the first of the form around it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".ch-bulk input")) return;
  const button = event.target.closest("[popover]")?.querySelector("[type=submit]");
  if (button) {
    event.preventDefault();
    button.click();
  }
});
