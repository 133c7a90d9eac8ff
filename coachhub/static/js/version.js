// A version's page: marks in the text and the notes beside it point at each other. Works on what htmx puts in later, too.

function marksOf(note) {
  return document.querySelectorAll(`[data-notes~="${CSS.escape(note)}"]`);
}

function light(notes) {
  for (const lit of document.querySelectorAll(".is-active")) lit.classList.remove("is-active");
  for (const note of notes) {
    document.querySelector(`[data-note="${CSS.escape(note)}"]`)?.classList.add("is-active");
    for (const mark of marksOf(note)) mark.classList.add("is-active");
  }
}

function point(event) {
  const mark = event.target.closest?.("[data-notes]");
  const note = event.target.closest?.("[data-note]");
  if (mark) light(mark.dataset.notes.trim().split(/\s+/));
  else if (note) light([note.dataset.note]);
  else if (event.type === "pointerover") light([]);
}

document.addEventListener("pointerover", point);
document.addEventListener("focusin", point);

// A mark may lie under several notes; the page scrolls to the first, wherever in the mark somebody clicks.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-notes]");
  if (!mark) return;
  event.preventDefault();
  const note = document.querySelector(`[data-note="${CSS.escape(mark.dataset.notes.trim().split(/\s+/)[0])}"]`);
  for (let fold = note?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  note?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  note?.focus({ preventScroll: true });
});

// What a sentence does, while it is pointed at or has the focus: stays while the pointer is on it, and Escape closes it.
const tip = document.querySelector("#moves-tip");
const LEAVE_MS = 300;
let told = null;
let leaving = 0;

function tell(sentence) {
  clearTimeout(leaving);
  if (sentence === told) return;
  told?.removeAttribute("aria-describedby");
  told = sentence;
  tip.hidden = !sentence;
  if (!sentence) return;
  tip.textContent = tip.dataset.words + sentence.dataset.moves;
  sentence.setAttribute("aria-describedby", tip.id);
  const words = [...sentence.getClientRects()].at(-1);
  const sheet = tip.offsetParent.getBoundingClientRect();
  tip.style.insetBlockStart = `${words.bottom - sheet.top}px`;
  tip.style.insetInlineStart = `${Math.max(0, Math.min(words.left - sheet.left, sheet.width - tip.offsetWidth))}px`;
}

if (tip) {
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const sentence = event.target.closest("[data-moves]");
      if (sentence || kind === "focusin") tell(sentence);
      else if (event.target === tip) clearTimeout(leaving);
      else {
        clearTimeout(leaving);
        leaving = setTimeout(tell, LEAVE_MS, document.activeElement.closest("[data-moves]"));
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell(null);
  });
}

// Each reply has a key of its own, so that sending it twice makes one.
for (const key of document.querySelectorAll("[data-fresh-key]")) {
  if (crypto.randomUUID) key.value = crypto.randomUUID();
}
