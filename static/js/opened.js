// A row opened before htmx was ready asks for its content once htmx is.
document.addEventListener("htmx:load", ({ target }) => {
  target.querySelectorAll("details[open] [hx-trigger^='toggle']").forEach((inside) => {
    inside.closest("details").dispatchEvent(new Event("toggle"));
  });
});
