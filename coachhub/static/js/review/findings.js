// Findings by key: walked, called right, or set aside with a reason that is one more key.

import { isClosed, page, send, tell, texts } from "./http.js";
import { activate, placeNotes } from "./margin.js";

const notes = [...document.querySelectorAll("[data-finding]")];
const dialog = document.querySelector("[data-aside-dialog]");
const text = document.querySelector("[data-text]");

const current = () => document.activeElement?.closest("[data-finding]") ?? document.querySelector("[data-finding].is-active");

export function walkFindings(step) {
  if (!notes.length) return;
  const here = notes.indexOf(current());
  const next = notes[here < 0 ? (step > 0 ? 0 : notes.length - 1) : (here + step + notes.length) % notes.length];
  activate("finding", next.dataset.finding, { focus: true });
}

/** Called right; again: nothing is said. */
export function confirmFinding(note = current()) {
  if (isClosed || !note) return;
  judge(note, note.dataset.verdict === "confirmed" ? "" : "confirmed");
}

/** Asks for the reason; one that is set aside stands again. */
export function setAside(note = current()) {
  if (isClosed || !note) return;
  if (isAside(note)) {
    judge(note, "");
    return;
  }
  dialog.querySelector("[data-aside-what]").textContent = note.querySelector(".finding__title").textContent;
  dialog.querySelector("#aside-words").value = "";
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && judge(note, reason(), words()), { once: true });
  dialog.showModal();
  dialog.querySelector("[name=reason]:checked").focus();
}

const isAside = (note) => !["", "confirmed"].includes(note.dataset.verdict);
const reason = () => dialog.querySelector("[name=reason]:checked").value;
const words = () => dialog.querySelector("#aside-words").value;

async function judge(note, verdict, remark = "") {
  const { status, data } = await send("POST", `${page.dataset.findings}${note.dataset.finding}/`, { verdict, note: remark });
  if (status !== 200) {
    tell(data.detail);
    return;
  }
  note.dataset.verdict = data.verdict;
  note.classList.toggle("finding--dismissed", data.is_dismissed);
  const said = data.is_dismissed ? texts.set_aside + data.words : data.verdict ? texts.confirmed : "";
  note.querySelector("[data-aside]").textContent = said;
  show(note);
  mark(note, !data.is_dismissed);
  placeNotes();
  note.focus();
}

function show(note) {
  note.querySelector("[data-confirm-finding]")?.setAttribute("aria-pressed", String(note.dataset.verdict === "confirmed"));
  note.querySelector("[data-set-aside]")?.setAttribute("aria-pressed", String(isAside(note)));
}

function mark(note, isOn) {
  for (const span of text.querySelectorAll("[data-start]")) {
    const keys = new Set((span.dataset.findings ?? "").split(" ").filter(Boolean));
    const isInside =
      Number(span.dataset.start) < Number(note.dataset.end) && Number(span.dataset.end) > Number(note.dataset.start);
    if (!isInside) continue;
    if (isOn) keys.add(note.dataset.finding);
    else keys.delete(note.dataset.finding);
    if (keys.size) {
      span.dataset.findings = [...keys].join(" ");
      span.dataset.severity ??= note.dataset.severity;
    } else {
      delete span.dataset.findings;
      delete span.dataset.severity;
    }
    span.classList.toggle("mark--finding", keys.size > 0);
    span.classList.toggle("mark", keys.size > 0 || Boolean(span.dataset.comments));
  }
}

/** In the dialog, outside of its text field, a digit is a reason, and enough. */
function chooseByDigit(event) {
  const radio = dialog.querySelectorAll("[name=reason]")[Number(event.key) - 1];
  if (!radio || event.target.id === "aside-words" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  radio.checked = true;
  dialog.close("yes");
}

export function startFindings() {
  dialog?.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog?.addEventListener("keydown", chooseByDigit);
  for (const note of notes) {
    show(note);
    note.querySelector("[data-confirm-finding]")?.addEventListener("click", () => confirmFinding(note));
    note.querySelector("[data-set-aside]")?.addEventListener("click", () => setAside(note));
  }
}
