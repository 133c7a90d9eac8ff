// Comments: written to the browser first, then to the server, one after the other. Each has a key of its own, and
// writing or deleting it twice is doing it once, so whatever was not acknowledged is simply sent again.

import { amendWith } from "./amendment.js";
import { choose, dropSelection, quoteOf, selection, spansBetween } from "./caret.js";
import { askWhich } from "./conflict.js";
import { isAmending, isClosed, page, send, stored, storedLike, tell, texts } from "./http.js";
import { activate, placeNotes } from "./margin.js";
import { Outbox } from "./outbox.js";
import { keepAsSnippet, startSnippets, suggestSnippets } from "./snippets.js";
import { offerUndo } from "./undo.js";

const list = document.querySelector("[data-comment-list]");
const none = document.querySelector("[data-no-comments]");
const composer = document.querySelector("[data-composer]");
const template = document.querySelector("[data-comment-template]");
const text = document.querySelector("[data-text]");
const BEGUN = "begun:";
/** Half-written comments, {key, body, snippet, praise} by "start-end": they survive Escape and a crash. */
const begun = (place) => stored(BEGUN + place);

/**
 * Changes are {id, start, end, body, praise, check, snippet, revision}: body null for one to delete, revision the one that was
 * seen. `sent` is what this page sent last of each, by which its own words come back are known as no conflict.
 */
const outbox = new Outbox("comments", { deliver, taken, refused });
const sent = new Map();
let edited = null;

const body = () => composer.querySelector("textarea");
const praise = () => composer.querySelector("[data-praise]");
const urlOf = (key) => `${page.dataset.comments}${key}/`;
const noteOf = (key) => list.querySelector(`[data-comment="${CSS.escape(key)}"]`);

export function hasComments() {
  return list.querySelector("[data-comment]:has([data-unsent])") !== null;
}

export const commentsSent = () => outbox.allSent();

export function isComposing() {
  return composer !== null && !composer.hidden && edited !== null && body().value.trim() !== "";
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
  const half = begun(`${words.start}-${words.end}`).read();
  const key = note?.dataset.comment ?? half?.key ?? crypto.randomUUID();
  edited = { key, start: words.start, end: words.end, check: checksOn(words)[0] ?? "", snippet: half?.snippet ?? null };
  composer.dataset.start = words.start;
  composer.querySelector("[data-composer-quote]").textContent = quoteOf(words.start, words.end);
  body().value = half?.key === key ? half.body : (note?.querySelector("[data-body]").textContent ?? "");
  praise().checked = half?.key === key ? Boolean(half.praise) : note?.dataset.praised === "yes";
  composer.hidden = false;
  suggestSnippets();
  choose(words.start, words.end);
  placeNotes();
  body().focus();
  composer.scrollIntoView({ block: "nearest" }); // all of it, not its field alone
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
  const half = { key: edited.key, body: words, snippet: edited.snippet, praise: praise().checked };
  begun(`${edited.start}-${edited.end}`).write(words ? half : null);
}

function keep() {
  const words = body().value.trim();
  if (!words || !edited) return;
  const { key, start, end, check, snippet } = edited;
  const change = { start, end, body: words, praise: praise().checked };
  show({ key, ...change });
  put({ id: key, ...change, check, snippet });
  dropSelection();
  closeComposer({ isForgotten: true });
}

function put(change) {
  if (isAmending) {
    amendWith(change);
    return;
  }
  const seen = noteOf(change.id)?.dataset.revision;
  outbox.put({ revision: seen === undefined || seen === "" ? null : Number(seen), ...change });
}

function deliver({ id, start, end, body: words, praise: isPraise, check, snippet, revision }) {
  sent.set(id, words);
  if (words === null) return send("DELETE", urlOf(id), { revision });
  const about = { check_id: check ?? "", snippet: snippet ?? null, is_praise: Boolean(isPraise) };
  return send("PUT", urlOf(id), { start, end, body: words, revision, ...about });
}

function taken(change, data) {
  if (change.body === null) return;
  see(change.id, data.revision);
}

function see(id, revision) {
  const note = noteOf(id);
  if (note) note.dataset.revision = revision;
  const later = outbox.waiting(id);
  if (later) later.revision = revision;
}

async function refused(change, status, data) {
  if (status !== 409 || !data.current) {
    // The server will never take it: say why, and leave the words where they can be copied.
    tell(`${texts.comment_refused}${data.detail}${change.body ? ` (“${change.body}”)` : ""}`);
    return;
  }
  const { body: theirs, revision } = data.current;
  see(change.id, revision);
  if (theirs === sent.get(change.id)) {
    outbox.put({ ...change, revision }); // our own words, whose answer was lost
    return;
  }
  const mine = { words: change.body ?? "", note: change.body === null ? texts.deleted_here : "" };
  const chosen = await askWhich(mine, { words: theirs });
  const isDeleted = chosen.isMine && !chosen.words.trim();
  const words = isDeleted ? theirs : chosen.words.trim();
  const note = show({ key: change.id, ...change, body: words });
  note.dataset.revision = revision;
  if (isDeleted) remove(note);
  else if (chosen.isMine) put({ ...change, body: words, revision });
}

function show({ key, start, end, body: words, praise: isPraise }) {
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
  note.dataset.praised = isPraise ? "yes" : "";
  note.querySelector("[data-praise-sign]").hidden = !isPraise;
  none.hidden = true;
  placeNotes();
  return note;
}

/** A comment that an amended review is to get, brought back from what the browser kept. */
export const showAdded = (one) => show({ ...one, praise: one.is_praise });

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
  const change = { id: note.dataset.comment, ...spanOf(note), praise: note.dataset.praised === "yes" };
  const words = note.querySelector("[data-body]").textContent;
  put({ ...change, body: null });
  hide(note);
  offerUndo(texts.comment_deleted, () => {
    const again = show({ key: change.id, ...change, body: words });
    put({ ...change, body: words, revision: null });
    again.focus();
  });
}

function hide(note) {
  mark(note.dataset.comment, Number(note.dataset.start), Number(note.dataset.end), false);
  note.remove();
  none.hidden = list.children.length > 0;
  placeNotes();
}

export function walkComments(step) {
  const notes = [...list.children];
  if (!notes.length) return;
  const here = notes.indexOf(document.activeElement?.closest("[data-note]"));
  const next = notes[here < 0 ? (step > 0 ? 0 : notes.length - 1) : (here + step + notes.length) % notes.length];
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
  for (const field of [body(), praise()]) field.addEventListener("input", () => edited && remember(body().value));
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
  document.querySelector("[data-comment-here]").addEventListener("click", () => openComposer());
  for (const change of isAmending ? [] : outbox.changes) {
    if (change.body !== null) show({ key: change.id, ...change });
    else if (noteOf(change.id)) hide(noteOf(change.id));
  }
  const [half] = storedLike(BEGUN);
  if (half) {
    choose(...half[0].slice(BEGUN.length).split("-").map(Number));
    openComposer(noteOf(half[1].key));
  }
  if (outbox.changes.length && !isAmending) outbox.flush();
}
