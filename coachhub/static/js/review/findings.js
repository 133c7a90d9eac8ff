// Findings by key, and setting one aside with a reason.

import { isClosed, page, send, tell, texts } from "./http.js";
import { activate, placeNotes } from "./margin.js";

const notes = [...document.querySelectorAll("[data-finding]")];
const dialog = document.querySelector("[data-aside-dialog]");
const text = document.querySelector("[data-text]");

const current = () => document.activeElement?.closest("[data-finding]") ?? document.querySelector("[data-finding].is-active");

export function walkFindings(step) {
  if (!notes.length) return;
  const here = notes.indexOf(current());
  const next = notes[here < 0 ? 0 : (here + step + notes.length) % notes.length];
  activate("finding", next.dataset.finding, { focus: true });
}

export function setAside(note = current()) {
  if (isClosed || !note || note.classList.contains("finding--dismissed")) return;
  dialog.querySelector("[data-aside-what]").textContent = note.querySelector(".finding__title").textContent;
  dialog.querySelector("#aside-words").value = "";
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && judge(note, true), { once: true });
  dialog.showModal();
}

async function judge(note, isDismissed) {
  const asked = {
    is_dismissed: isDismissed,
    reason: isDismissed ? dialog.querySelector("[name=reason]:checked").value : "",
    words: isDismissed ? dialog.querySelector("#aside-words").value : "",
  };
  const { status, data } = await send("POST", `${page.dataset.findings}${note.dataset.finding}/`, asked);
  if (status !== 200) {
    tell(data.detail);
    return;
  }
  note.classList.toggle("finding--dismissed", data.is_dismissed);
  note.querySelector("[data-aside]").textContent = data.is_dismissed ? texts.set_aside + data.reason : "";
  note.querySelector("[data-set-aside]").hidden = data.is_dismissed;
  note.querySelector("[data-restore]").hidden = !data.is_dismissed;
  mark(note, !data.is_dismissed);
  placeNotes();
  note.focus();
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

export function startFindings() {
  dialog?.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  for (const note of notes) {
    note.querySelector("[data-set-aside]")?.addEventListener("click", () => setAside(note));
    note.querySelector("[data-restore]")?.addEventListener("click", () => judge(note, false));
  }
}
