// Threads of published comments, on this version and on those before: replied to, ticked off, walked, filtered.

import { page, send, storedLike, tell, texts } from "./http.js";
import { placeNotes } from "./margin.js";
import { Outbox } from "./outbox.js";
import { offerUndo } from "./undo.js";

const ledger = document.querySelector("[data-ledger]");
const template = document.querySelector("[data-reply-template]");
const notes = ledger ? [...ledger.querySelectorAll("[data-thread]")] : [];

const noteOf = (pk) => document.querySelector(`[data-thread="${CSS.escape(String(pk))}"]`);
const current = () => document.activeElement?.closest("[data-thread]");
const isOpen = (note) => !["earlier--settled", "thread--resolved"].some((name) => note.classList.contains(name));

const outbox = new Outbox("threads", {
  deliver: ({ pk, act, body, key }) => send("POST", `${page.dataset.threads}${pk}/`, { act, body, client_key: key }),
  taken: ({ pk, act }, data) => act !== "reply" && showOpen(noteOf(pk), data.is_open, data.words),
  refused: (change, _status, data) => {
    tell(change.body ? `${data.detail} (“${change.body}”)` : data.detail);
    if (change.act !== "reply") showOpen(noteOf(change.pk), change.act === "tick", "");
  },
});

export const threadsSent = () => outbox.allSent();

/** Ticks it off, or opens it again. */
export function tick(note = current()) {
  if (!note?.querySelector("[data-tick]")) return false;
  const wasOpen = isOpen(note);
  setTicked(note, wasOpen);
  offerUndo(wasOpen ? texts.ticked : texts.reopened, () => setTicked(note, !wasOpen));
  return true;
}

function setTicked(note, isTicked) {
  showOpen(note, !isTicked, isTicked ? texts.ticked : "");
  outbox.put({ id: `tick-${note.dataset.thread}`, pk: note.dataset.thread, act: isTicked ? "tick" : "open" });
}

function showOpen(note, isNowOpen, words) {
  if (!note) return;
  note.querySelector("[data-tick]")?.setAttribute("aria-pressed", String(!isNowOpen));
  note.querySelector("[data-resolution]").textContent = words;
  note.classList.toggle(note.dataset.comment === undefined ? "earlier--settled" : "thread--resolved", !isNowOpen);
  count();
}

/** How many are open, and whether there is anything to see. */
function count() {
  if (!ledger) return;
  const open = notes.filter(isOpen).length;
  ledger.querySelector("[data-ledger-open]").textContent = open;
  ledger.querySelector("[data-ledger-none]").hidden = ledger.dataset.shows === "all" || open > 0;
}

const shown = () => notes.filter((note) => note.checkVisibility());

export function walkLedger(step) {
  const seen = shown();
  if (!seen.length) return false;
  const here = seen.indexOf(current());
  const next = seen[here < 0 ? (step > 0 ? 0 : seen.length - 1) : (here + step + seen.length) % seen.length];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

export function reply(note = current()) {
  if (!note?.querySelector("[data-reply]")) return false;
  const earlier = note.querySelector("[data-reply-form]");
  const form = earlier ?? template.content.firstElementChild.cloneNode(true);
  if (!earlier) {
    const id = `reply-${note.dataset.thread}`;
    form.querySelector("label").htmlFor = id;
    form.querySelector("textarea").id = id;
    form.addEventListener("submit", (event) => sendReply(event, note, form));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      else if (event.key === "Escape") close(note, form);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    form.querySelector("[data-cancel]").addEventListener("click", () => close(note, form));
    note.append(form);
  }
  form.querySelector("textarea").focus();
  placeNotes();
  return true;
}

function close(note, form) {
  form.remove();
  placeNotes();
  note.focus();
}

function sendReply(event, note, form) {
  event.preventDefault();
  const body = form.querySelector("textarea").value.trim();
  if (!body) return;
  const key = crypto.randomUUID();
  showReply(note, body);
  outbox.put({ id: key, pk: note.dataset.thread, act: "reply", body, key });
  close(note, form);
}

function showReply(note, body) {
  const line = document.createElement("div");
  line.className = "comment comment--reply small";
  const words = Object.assign(document.createElement("p"), { className: "prose", textContent: body });
  const who = Object.assign(document.createElement("p"), { className: "comment__meta" });
  who.append(Object.assign(document.createElement("strong"), { textContent: texts.you }));
  line.append(who, words);
  note.querySelector("[data-replies]").append(line);
}

export function startThreads() {
  document.addEventListener("click", (event) => {
    const note = event.target.closest("[data-thread]");
    if (event.target.closest("[data-tick]")) tick(note);
    else if (event.target.closest("[data-reply]")) reply(note);
  });
  for (const radio of ledger?.querySelectorAll("[data-ledger-switch] input") ?? []) {
    radio.addEventListener("change", () => {
      ledger.dataset.shows = radio.value;
      count();
    });
  }
  for (const [, change] of storedLike("threads:")) {
    const note = noteOf(change.pk);
    if (!note) continue;
    if (change.act === "reply") showReply(note, change.body);
    else showOpen(note, change.act === "open", change.act === "tick" ? texts.ticked : "");
  }
  count();
  if (outbox.changes.length) outbox.flush();
}
