// One line that says what was done last, and takes it back.

const UNDO_MS = 20000;

const line = document.querySelector("[data-undo]");
let act = null;
let timer = 0;

export function offerUndo(sentence, takeBack) {
  if (!line) return;
  act = takeBack;
  line.querySelector("[data-undo-what]").textContent = sentence;
  line.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (line.hidden = true), UNDO_MS);
}

export function undo() {
  if (!act) return false;
  const takeBack = act;
  act = null;
  line.hidden = true;
  takeBack();
  return true;
}

line?.querySelector("button").addEventListener("click", undo);
