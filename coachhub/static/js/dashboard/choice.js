/* Introductions that were chosen on a figure, on all of the page; the bar below says whose they are and what to do. */

const bar = document.querySelector("[data-chosen]");
const chosen = new Map(); // introduction -> its writer
const listeners = [];
const NAMES = 4;

export function onChoice(listener) {
  listeners.push(listener);
}

export function chosenIntros() {
  return new Set(chosen.keys());
}

/** Add these [introduction, name] pairs, or with `isOnly` choose nothing else. */
export function choose(pairs, isOnly) {
  if (pairs.every(([intro]) => chosen.has(intro)) && !(isOnly && chosen.size > pairs.length)) return;
  if (isOnly) chosen.clear();
  for (const [intro, name] of pairs) chosen.set(intro, name);
  tell();
}

export function flip(intro, name) {
  if (!chosen.delete(intro)) chosen.set(intro, name);
  tell();
}

function tell() {
  const names = [...new Set(chosen.values())].sort((one, other) => one.localeCompare(other));
  const more = names.length > NAMES ? ` … (+${names.length - NAMES})` : "";
  bar.hidden = !chosen.size;
  bar.querySelector("[data-chosen-count]").textContent = chosen.size ? `${chosen.size} ${bar.dataset.words}: ${names.slice(0, NAMES).join(", ")}${more}` : "";
  for (const link of bar.querySelectorAll("[data-address]")) link.href = `${link.dataset.address}&intros=${[...chosen.keys()].join(",")}`;
  for (const listener of listeners) listener();
}

bar?.querySelector("[data-chosen-none]").addEventListener("click", () => choose([], true));
