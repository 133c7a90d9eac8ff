// Comments: written to the browser first, then to the server, one after the other. Each has a key of its own, and
// writing or deleting it twice is doing it once, so whatever was not acknowledged is simply sent again.

import { choose, dropSelection, quoteOf, selection, spansBetween } from "./caret.js";
import { isClosed, isTransient, page, send, showState, stored, tell, texts } from "./http.js";
import { activate, placeNotes } from "./margin.js";
import { keepAsSnippet, startSnippets } from "./snippets.js";

const RETRY_MS = 4000;
const UNDO_MS = 20000;

const list = document.querySelector("[data-comment-list]");
const none = document.querySelector("[data-no-comments]");
const composer = document.querySelector("[data-composer]");
const template = document.querySelector("[data-comment-template]");
const undoLine = document.querySelector("[data-undo]");
const text = document.querySelector("[data-text]");
const store = stored("comments");
/** Half-written comments, {"start-end": {key, body}}: they survive Escape and a crash. */
const begun = stored("begun");

/** [{key, start, end, body, check, snippet}], body null for one to delete; in the order in which they are to be sent. */
let outbox = store.read() ?? [];
let isSending = false;
let retry = 0;
let edited = null;
let deleted = null;
let undoTimer = 0;
let waiters = [];

const body = () => composer.querySelector("textarea");
const urlOf = (key) => `${page.dataset.comments}${key}/`;
const noteOf = (key) => list.querySelector(`[data-comment="${CSS.escape(key)}"]`);

export function hasComments() {
  return list.querySelector("[data-comment]:has([data-unsent])") !== null;
}

/** Resolves to true once nothing waits to be sent, to false when it could not be sent now. */
export function allSent() {
  if (!outbox.length) return Promise.resolve(true);
  flush();
  return new Promise((resolve) => waiters.push(resolve));
}

export function isComposing() {
  return !composer.hidden && edited !== null && body().value.trim() !== "";
}

export function openComposer(note = null) {
  const words = note ? spanOf(note) : selection();
  if (!words) {
    tell(texts.select_first);
    text.focus();
    return;
  }
  tell("");
  if (isComposing()) {
    body().focus();
    return;
  }
  const half = begun.read()?.[`${words.start}-${words.end}`];
  const key = note?.dataset.comment ?? half?.key ?? crypto.randomUUID();
  edited = { key, start: words.start, end: words.end, check: checksOn(words)[0] ?? "", snippet: half?.snippet ?? null };
  composer.dataset.start = words.start;
  composer.querySelector("[data-composer-quote]").textContent = quoteOf(words.start, words.end);
  body().value = half?.key === key ? half.body : (note?.querySelector("[data-body]").textContent ?? "");
  composer.hidden = false;
  choose(words.start, words.end);
  placeNotes();
  body().focus();
}

function spanOf(note) {
  return { start: Number(note.dataset.start), end: Number(note.dataset.end) };
}

/** Ids of the checks that fire on these words. */
function checksOn(words) {
  const keys = new Set(spansBetween(words.start, words.end).flatMap((span) => span.dataset.findings?.split(" ") ?? []));
  const checks = [...keys].map((key) => document.querySelector(`[data-finding="${key}"]`)?.dataset.check);
  return [...new Set(checks.filter(Boolean))];
}

function closeComposer({ isForgotten }) {
  if (edited && isForgotten) remember("");
  composer.hidden = true;
  edited = null;
  placeNotes();
  text.focus();
}

function remember(words) {
  const all = begun.read() ?? {};
  const place = `${edited.start}-${edited.end}`;
  if (words) all[place] = { key: edited.key, body: words, snippet: edited.snippet };
  else delete all[place];
  begun.write(Object.keys(all).length ? all : null);
}

function keep() {
  const words = body().value.trim();
  if (!words || !edited) return;
  put({ ...edited, body: words });
  show({ ...edited, body: words });
  dropSelection();
  closeComposer({ isForgotten: true });
}

function put(change) {
  outbox = [...outbox.filter((other) => other.key !== change.key), change];
  store.write(outbox);
  flush();
}

async function flush() {
  if (isSending) return;
  isSending = true;
  clearTimeout(retry);
  while (outbox.length) {
    showState("comments", "saving");
    const change = outbox[0];
    const { status, data } =
      change.body === null
        ? await send("DELETE", urlOf(change.key))
        : await send("PUT", urlOf(change.key), {
            start: change.start,
            end: change.end,
            body: change.body,
            check_id: change.check ?? "",
            snippet: change.snippet ?? null,
          });
    if (isTransient(status)) {
      showState("comments", "kept");
      if (status === 401) tell(data.detail);
      retry = setTimeout(flush, RETRY_MS);
      break;
    }
    if (status >= 400) refuse(change, data.detail);
    outbox = outbox.filter((other) => other !== change);
    store.write(outbox.length ? outbox : null);
  }
  isSending = false;
  if (!outbox.length) showState("comments", "saved");
  const settled = waiters;
  waiters = [];
  for (const resolve of settled) resolve(!outbox.length);
}

/** The server will never take it: say why, and leave the words where they can be copied. */
function refuse(change, detail) {
  tell(`${texts.comment_refused}${detail}${change.body ? ` (“${change.body}”)` : ""}`);
}

function show({ key, start, end, body: words }) {
  let note = noteOf(key);
  if (!note) {
    note = template.content.firstElementChild.cloneNode(true);
    Object.assign(note.dataset, { comment: key, start, end });
    const after = [...list.children].find((other) => Number(other.dataset.start) > start);
    list.insertBefore(note, after ?? null);
    mark(key, start, end, true);
  }
  note.querySelector("[data-quote]").textContent = shorten(quoteOf(start, end));
  note.querySelector("[data-body]").textContent = words;
  none.hidden = true;
  placeNotes();
  return note;
}

function shorten(quote) {
  const signs = [...quote];
  return signs.length > 90 ? `${signs.slice(0, 89).join("")}…` : quote;
}

function mark(key, start, end, isOn) {
  for (const span of spansBetween(start, end)) {
    const keys = new Set((span.dataset.comments ?? "").split(" ").filter(Boolean));
    if (isOn) keys.add(key);
    else keys.delete(key);
    if (keys.size) span.dataset.comments = [...keys].join(" ");
    else delete span.dataset.comments;
    span.classList.toggle("mark--comment", keys.size > 0);
    span.classList.toggle("mark", keys.size > 0 || Boolean(span.dataset.findings));
  }
}

function remove(note) {
  const change = { key: note.dataset.comment, ...spanOf(note) };
  deleted = { ...change, body: note.querySelector("[data-body]").textContent };
  hide(note);
  put({ ...change, body: null });
  undoLine.hidden = false;
  clearTimeout(undoTimer);
  undoTimer = setTimeout(() => (undoLine.hidden = true), UNDO_MS);
}

function hide(note) {
  mark(note.dataset.comment, Number(note.dataset.start), Number(note.dataset.end), false);
  note.remove();
  none.hidden = list.children.length > 0;
  placeNotes();
}

export function undo() {
  if (!deleted) return;
  put(deleted);
  show(deleted).focus();
  deleted = null;
  undoLine.hidden = true;
}

export function walkComments() {
  const notes = [...list.children];
  if (!notes.length) return;
  const next = notes[(notes.indexOf(document.activeElement?.closest("[data-note]")) + 1) % notes.length];
  activate("comment", next.dataset.comment, { focus: true });
}

export function startComments() {
  if (isClosed) return;
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
  });
  composer.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      keep();
    } else if (event.key === "Escape") {
      event.preventDefault();
      closeComposer({ isForgotten: false });
    }
  });
  body().addEventListener("input", () => edited && remember(body().value));
  composer.querySelector("[data-cancel]").addEventListener("click", () => closeComposer({ isForgotten: true }));
  startSnippets(
    body(),
    () => ({ quote: edited ? quoteOf(edited.start, edited.end) : "", checks: edited ? checksOn(edited) : [] }),
    (snippet, check) => {
      if (!edited) return;
      edited.snippet = snippet;
      if (checksOn(edited).includes(check)) edited.check = check;
      remember(body().value);
    },
  );
  list.addEventListener("click", (event) => {
    const note = event.target.closest("[data-comment]");
    if (event.target.closest("[data-edit]")) openComposer(note);
    if (event.target.closest("[data-delete]")) remove(note);
    const keeps = event.target.closest("[data-as-snippet]");
    if (keeps) keepAsSnippet(keeps, note.dataset.comment);
  });
  undoLine.querySelector("button").addEventListener("click", undo);
  document.querySelector("[data-comment-here]").addEventListener("click", () => openComposer());
  for (const change of outbox) {
    if (change.body !== null) show(change);
    else if (noteOf(change.key)) hide(noteOf(change.key));
  }
  const [half] = Object.entries(begun.read() ?? {});
  if (half) {
    choose(...half[0].split("-").map(Number));
    openComposer(noteOf(half[1].key));
  }
  addEventListener("online", flush);
  if (outbox.length) flush();
}
