// Copying a draft: the buttons appear where the browser can do it, and say when it is done.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const word = button.querySelector("span");
    word.dataset.before ??= word.textContent;
    word.textContent = button.dataset.copied;
    word.setAttribute("role", "status");
    setTimeout(() => { word.textContent = word.dataset.before; word.removeAttribute("role"); }, 2000);
  });
}
