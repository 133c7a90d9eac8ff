// A caret in the candidate's text that moves by word, line and sentence; a selection by keys or by mouse.
// Every word is one or more <span data-word data-start data-end>; offsets are code points and are only read, never counted.

const text = document.querySelector("[data-text]");
const chunks = [...text.querySelectorAll("[data-start]")];
const words = [];
for (const chunk of chunks) {
  if (chunk.dataset.word === undefined) continue;
  const index = Number(chunk.dataset.word);
  words[index] ??= { start: Number(chunk.dataset.start), end: 0, spans: [] };
  words[index].end = Number(chunk.dataset.end);
  words[index].spans.push(chunk);
}
const sentences = text.dataset.sentences
  .trim()
  .split(" ")
  .filter(Boolean)
  .map((span) => span.split("-").map(Number));
const spoken = document.querySelector("[data-caret-words]");

let anchor = 0;
let caret = 0;
let isChosen = false;

/** {start, end, quote, top} of what is selected; null before anything was. */
export function selection() {
  if (!isChosen || !words.length) return null;
  const [first, last] = [Math.min(anchor, caret), Math.max(anchor, caret)];
  const { start } = words[first];
  const { end } = words[last];
  return { start, end, quote: quoteOf(start, end) };
}

export function quoteOf(start, end) {
  return chunks
    .filter((chunk) => Number(chunk.dataset.start) >= start && Number(chunk.dataset.end) <= end)
    .map((chunk) => chunk.textContent)
    .join("");
}

export function firstSpanAt(start) {
  return chunks.find((chunk) => Number(chunk.dataset.end) > start) ?? null;
}

export function spansBetween(start, end) {
  return chunks.filter((chunk) => Number(chunk.dataset.start) < end && Number(chunk.dataset.end) > start);
}

/** Puts the caret on the words from `start` to `end` and shows them. */
export function choose(start, end) {
  const first = words.findIndex((word) => word.end > start);
  if (first < 0) return;
  anchor = first;
  caret = first;
  while (caret + 1 < words.length && words[caret + 1].start < end) caret += 1;
  isChosen = true;
  draw();
}

export function dropSelection() {
  anchor = caret;
  isChosen = false;
  draw();
}

function draw() {
  const [first, last] = [Math.min(anchor, caret), Math.max(anchor, caret)];
  const chosen = isChosen ? selection() : null;
  for (const chunk of chunks) {
    const inside = chosen && Number(chunk.dataset.start) >= chosen.start && Number(chunk.dataset.end) <= chosen.end;
    chunk.classList.toggle("is-selected", Boolean(inside));
    chunk.classList.toggle("is-caret", isChosen && Number(chunk.dataset.word) === caret);
  }
  if (!isChosen || !words.length) {
    spoken.textContent = "";
    return;
  }
  spoken.textContent = first === last ? quoteOf(words[caret].start, words[caret].end) : chosen.quote;
  words[caret].spans[0].scrollIntoView({ block: "nearest" });
}

function moveTo(index, isExtending) {
  if (!words.length) return;
  caret = Math.min(words.length - 1, Math.max(0, index));
  if (!isExtending) anchor = caret;
  isChosen = true;
  draw();
}

function moveByLine(step, isExtending) {
  const here = words[caret].spans[0].getBoundingClientRect();
  let best = null;
  let line = null;
  for (let i = caret + step; i >= 0 && i < words.length; i += step) {
    const box = words[i].spans[0].getBoundingClientRect();
    if (Math.abs(box.top - here.top) < here.height / 2) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) > box.height / 2) break;
    const far = Math.abs(box.left - here.left);
    if (best === null || far < best.far) best = { i, far };
  }
  moveTo(best ? best.i : step < 0 ? 0 : words.length - 1, isExtending);
}

/** The sentence of the caret; again: the next one too. False where the text has not the focus. */
export function chooseSentence() {
  if (document.activeElement !== text) return false;
  const chosen = selection();
  if (!chosen) moveTo(caret, false);
  const { start } = words[Math.min(anchor, caret)];
  const from = sentences.findIndex(([, end]) => end > start);
  if (from < 0) return true;
  const isWhole = chosen && chosen.start <= sentences[from][0] && chosen.end >= sentences[from][1];
  let to = from;
  if (isWhole) while (to + 1 < sentences.length && sentences[to][1] <= chosen.end) to += 1;
  choose(sentences[from][0], sentences[to][1]);
  return true;
}

const MOVES = {
  ArrowRight: (more) => moveTo(isChosen ? caret + 1 : caret, more),
  ArrowLeft: (more) => moveTo(caret - 1, more),
  ArrowDown: (more) => moveByLine(1, more),
  ArrowUp: (more) => moveByLine(-1, more),
  Home: (more) => moveTo(0, more),
  End: (more) => moveTo(words.length - 1, more),
};

/** `onComment` is called with the selection when Enter is pressed in the text. */
export function startCaret(onComment) {
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== text) return;
    if (event.key === "Escape") dropSelection();
    else if (event.key === "Enter") onComment();
    else if (Object.hasOwn(MOVES, event.key)) MOVES[event.key](event.shiftKey);
    else return;
    event.preventDefault();
  });
  text.addEventListener("focus", () => {
    if (!isChosen && text.matches(":focus-visible")) moveTo(caret, false);
  });
  document.addEventListener("selectionchange", chooseByMouse);
}

function chooseByMouse() {
  const range = getSelection();
  if (range.isCollapsed || !range.rangeCount || !text.contains(range.anchorNode) || !text.contains(range.focusNode)) return;
  const touched = chunks.filter((chunk) => chunk.dataset.word !== undefined && isTouched(range.getRangeAt(0), chunk));
  if (!touched.length) return;
  anchor = Number(touched[0].dataset.word);
  caret = Number(touched.at(-1).dataset.word);
  isChosen = true;
  for (const chunk of chunks) chunk.classList.remove("is-selected", "is-caret");
}

/** At least one character of the word is selected: a range that only ends at its edge is not meant. */
function isTouched(range, chunk) {
  if (!range.intersectsNode(chunk)) return false;
  const inner = document.createRange();
  inner.selectNodeContents(chunk);
  return (
    range.compareBoundaryPoints(Range.START_TO_END, inner) > 0 && range.compareBoundaryPoints(Range.END_TO_START, inner) < 0
  );
}
