// Offers the device's time zone where another one is chosen.

const select = document.querySelector("select[name=time_zone]");
const hint = document.querySelector("[data-zone-hint]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function show() {
  hint.hidden = select.value === here || ![...select.options].some((option) => option.value === here);
}

hint.querySelector("[data-zone-name]").textContent = here;
hint.querySelector("button").addEventListener("click", () => {
  select.value = here;
  show();
  select.focus();
});
select.addEventListener("change", show);
show();
