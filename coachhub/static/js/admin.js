// Django's search fields in the admin are drawn by select2, which names neither its box nor its field: the label does.

function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.trim().replace(/:$/, "");
  const box = select.nextElementSibling?.querySelector(".select2-selection, .select2-search__field");
  if (label && box) box.setAttribute("aria-label", label);
}

addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) name(select);
});
