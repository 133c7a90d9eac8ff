// The queue by keys: j and k walk the rows, Enter opens (the row's link has the focus), x ticks, / searches.

import { bindKeys, isTyping, showKeys } from "./keys.js";

const links = [...document.querySelectorAll(".queue-row__link")];
const ticks = [...document.querySelectorAll("[data-tick]")];
const all = document.querySelector("[data-tick-all]");
const count = document.querySelector("[data-ticked]");
let last = -1; // the row that was ticked last: a range begins there

/** The row that has the focus, in its link or its tick; -1 for none. */
function here() {
  const row = document.activeElement?.closest("[data-row]");
  return row ? links.findIndex((link) => row.contains(link)) : -1;
}

function walk(step) {
  if (!links.length) return;
  const from = here();
  const next = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function show() {
  if (!all) return;
  const ticked = ticks.filter((tick) => tick.checked).length;
  count.textContent = ticked === 1 ? count.dataset.one : ticked ? `${ticked} ${count.dataset.more}` : "";
  all.checked = ticked === ticks.length;
  all.indeterminate = ticked > 0 && ticked < ticks.length;
}

function tick(index, isRange) {
  if (index < 0 || !ticks.length) return false;
  if (isRange && last >= 0) {
    for (let n = Math.min(last, index); n <= Math.max(last, index); n += 1) ticks[n].checked = true;
  } else {
    ticks[index].checked = !ticks[index].checked;
  }
  last = index;
  show();
  return true;
}

function tickAll(isOn) {
  for (const box of ticks) box.checked = isOn;
  show();
}

for (const [index, box] of ticks.entries()) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last >= 0) {
      for (let n = Math.min(last, index); n <= Math.max(last, index); n += 1) ticks[n].checked = box.checked;
    }
    last = index;
    show();
  });
}
all?.addEventListener("change", () => tickAll(all.checked));
addEventListener("pageshow", show); // a browser that goes back ticks again what was ticked

bindKeys({
  j: () => walk(1),
  k: () => walk(-1),
  x: () => tick(here(), false),
  X: () => tick(here(), true),
  a: () => ticks.length > 0 && tickAll(!ticks.every((box) => box.checked)),
  b: () => {
    const first = document.querySelector(".bulk button");
    first?.focus();
    return Boolean(first);
  },
  z: () => {
    const undo = document.querySelector("[data-undo] button");
    undo?.click();
    return Boolean(undo);
  },
  "/": () => {
    const search = document.querySelector("[type=search]");
    search?.focus();
    search?.select();
    return search !== null;
  },
  "?": showKeys,
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
});
