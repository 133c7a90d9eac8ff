// Notes stand beside the line that they are about, where the page is wide enough; else they are a list.

import { firstSpanAt } from "./caret.js";

const wide = matchMedia("(min-width: 68rem)");
const columns = [...document.querySelectorAll("[data-column]")];
const composer = document.querySelector("[data-composer]");
const text = document.querySelector("[data-text]");
const GAP_PX = 10;

function place(column) {
  const list = column.querySelector("[data-notes]");
  if (!list) return;
  const notes = [...list.children];
  list.classList.toggle("notes--placed", wide.matches);
  if (!wide.matches) {
    list.style.minHeight = "";
    for (const note of notes) note.style.top = "";
    return;
  }
  const top = list.getBoundingClientRect().top;
  let free = 0;
  for (const note of notes) {
    const span = note.dataset.start === undefined ? null : firstSpanAt(Number(note.dataset.start));
    const wish = span ? span.getBoundingClientRect().top - top : 0;
    const y = Math.max(free, wish);
    note.style.top = `${y}px`;
    free = y + note.offsetHeight + GAP_PX;
  }
  list.style.minHeight = `${free}px`;
}

export function placeNotes() {
  for (const column of columns) place(column);
  placeComposer();
}

/** What is being written stands at its line too, over the notes. */
function placeComposer() {
  if (!composer || composer.hidden) return;
  const span = firstSpanAt(Number(composer.dataset.start));
  const top = composer.parentElement.getBoundingClientRect().top;
  const wish = span ? span.getBoundingClientRect().top - top : 0;
  composer.style.top = wide.matches ? `${Math.max(0, wish)}px` : "";
}

/** Highlights the note and its words together. */
export function activate(kind, key, { focus = false } = {}) {
  for (const marked of document.querySelectorAll(".is-active")) marked.classList.remove("is-active");
  if (key === null) return;
  const note = document.querySelector(`[data-${kind}="${CSS.escape(key)}"]`);
  note?.classList.add("is-active");
  for (const span of text.querySelectorAll(`[data-${kind}s~="${CSS.escape(key)}"]`)) span.classList.add("is-active");
  if (focus && note) {
    note.focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
  }
}

function keyOf(element) {
  if (element.dataset.findings) return ["finding", element.dataset.findings.split(" ")[0]];
  if (element.dataset.comments) return ["comment", element.dataset.comments.split(" ")[0]];
  return null;
}

export function startMargin() {
  placeNotes();
  wide.addEventListener("change", placeNotes);
  new ResizeObserver(placeNotes).observe(text);
  for (const column of columns) column.addEventListener("toggle", placeNotes, true);
  text.addEventListener("toggle", placeNotes, true);
  text.addEventListener("click", (event) => {
    const span = event.target.closest("[data-findings], [data-comments]");
    if (span && getSelection().isCollapsed) activate(...keyOf(span), { focus: !wide.matches });
  });
  for (const column of columns) {
    column.addEventListener("focusin", (event) => touch(event.target));
    column.addEventListener("pointerover", (event) => touch(event.target));
  }
}

function touch(target) {
  const note = target.closest("[data-note]");
  if (!note) return;
  if (note.dataset.finding) activate("finding", note.dataset.finding);
  else activate("comment", note.dataset.comment);
}
