// Django's admin leaves two things without a name: search boxes over a select, and the empty head of inline tables.
function nameSearchBoxes() {
  document.querySelectorAll(".select2-selection[aria-labelledby]").forEach((box) => {
    const select = box.closest(".select2")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const name = label?.textContent.replace(/:\s*$/, "").trim() || select?.name;
    if (!name) return;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", [name, box.textContent.trim()].filter(Boolean).join(": "));
  });
}

function nameEmptyHeads() {
  document.querySelectorAll(".inline-group thead th:empty, .inline-group thead th.original").forEach((head) => {
    if (head.textContent.trim()) return;
    head.replaceWith(Object.assign(document.createElement("td"), { className: head.className, colSpan: head.colSpan }));
  });
}

addEventListener("load", () => { nameSearchBoxes(); nameEmptyHeads(); });
document.addEventListener("formset:added", () => setTimeout(nameSearchBoxes));
document.addEventListener("change", () => setTimeout(nameSearchBoxes));
