// A button copies the text of the field it names, and says so where a screen reader hears it.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  await navigator.clipboard.writeText(field.value ?? field.textContent);
  const said = document.getElementById(button.dataset.copied);
  if (said) said.hidden = false;
});
