// Django's admin leaves two things without a name: search boxes over a select, and the empty head of inline tables.
function nameSearchBoxes() {
  document.querySelectorAll(".select2-selection[aria-labelledby]").forEach((box) => {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const name = label?.textContent.replace(/:\s*$/, "").trim() || select?.name;
    if (!name) return;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  });
}

function nameEmptyHeads() {
  document.querySelectorAll(".inline-group thead th").forEach((head) => {
    if (head.textContent.trim()) return;
    head.replaceWith(Object.assign(document.createElement("td"), { className: head.className, colSpan: head.colSpan }));
  });
}

nameEmptyHeads();
nameSearchBoxes();
// The boxes are made late, and again for every row that is added.
new MutationObserver(nameSearchBoxes).observe(document.body, { childList: true, subtree: true });
