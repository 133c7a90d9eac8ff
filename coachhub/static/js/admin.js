// Tables that scroll on a narrow screen scroll by keys, too.
for (const table of document.querySelectorAll(".inline-group")) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
}

// Django's search fields in the admin are drawn by select2, which names none of its parts: the field's label does.

function name(container) {
  const select = container.previousElementSibling;
  const label = document.querySelector(`label[for="${select?.id}"]`)?.textContent.trim().replace(/:$/, "");
  if (!label) return;
  for (const part of container.querySelectorAll(".select2-selection, [role=textbox], .select2-search__field")) {
    part.setAttribute("aria-label", label);
  }
}

function nameAll() {
  for (const container of document.querySelectorAll("select + .select2-container")) name(container);
}

// select2 draws when jQuery is ready, and again in rows that are added.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
