// The ten-second form: opens on its kind, saves with Ctrl+Enter.
document.addEventListener("click", ({ target }) => {
  const kind = target.closest("[data-log]")?.dataset.log;
  const radio = kind && document.getElementById(`log-${kind}`);
  if (radio) radio.checked = true;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[data-save-keys]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  }
});

// The form begins at its first field, not at the row of kinds.
document.getElementById("quick-log")?.addEventListener("toggle", ({ newState, currentTarget }) => {
  if (newState !== "open") return;
  const shown = [...currentTarget.querySelectorAll("form")].find((form) => form.offsetParent);
  shown?.querySelector("select, textarea, input:not([type=hidden])")?.focus();
});
