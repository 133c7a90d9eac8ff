// The coach's review page: text with a caret, notes in the margins, comments, the answer, and a key for each.

import { bindKeys, isTyping, showKeys } from "./keys.js";
import { hold, publish, saveSoon, startAnswer } from "./review/answer.js";
import { choose, chooseSentence, dropSelection, firstSpanAt, startCaret } from "./review/caret.js";
import { openComposer, startComments, walkComments } from "./review/comments.js";
import { confirmFinding, setAside, startFindings, walkFindings } from "./review/findings.js";
import { isClosed, page } from "./review/http.js";
import { startLease } from "./review/lease.js";
import { startMargin } from "./review/margin.js";
import { reply, startThreads, tick, walkLedger } from "./review/threads.js";
import { undo } from "./review/undo.js";

const text = document.querySelector("[data-text]");
const views = [...document.querySelectorAll("[data-view-switch] input")];
const ledgerViews = [...document.querySelectorAll("[data-ledger-switch] input")];

function comment() {
  if (!isClosed) openComposer();
}

function show(view) {
  text.dataset.view = view;
  for (const radio of views) radio.checked = radio.value === view;
}

/** The other of the two. */
function flip(radios) {
  const other = radios.find((radio) => !radio.checked);
  if (!other) return false;
  other.checked = true;
  other.dispatchEvent(new Event("change"));
  return true;
}

async function follow(selector) {
  const link = document.querySelector(selector);
  if (!link) return;
  await saveSoon();
  link.click();
}

function focusFirst(selector) {
  const fields = [...document.querySelectorAll(selector)].filter((field) => !field.matches(":disabled"));
  (fields.find((field) => field.checked) ?? fields[0])?.focus();
}

for (const radio of views) radio.addEventListener("change", () => show(radio.value));
for (const button of document.querySelectorAll("[data-show-words]")) {
  button.addEventListener("click", () => {
    const start = Number(button.dataset.showWords);
    const key = button.closest("[data-earlier-note]").dataset.earlierNote;
    const spans = [...text.querySelectorAll(`[data-earlier~="${CSS.escape(key)}"]`)];
    const end = Number(spans.at(-1)?.dataset.end ?? start + 1);
    text.focus({ preventScroll: true });
    choose(start, end);
    firstSpanAt(start)?.scrollIntoView({ block: "center" });
  });
}

startCaret(comment);
startMargin();
startComments();
startThreads();
startFindings();
startAnswer();
startLease();

bindKeys({
  t: () => text.focus(),
  s: chooseSentence,
  c: comment,
  v: () => flip(views),
  f: () => walkFindings(1),
  F: () => walkFindings(-1),
  y: () => confirmFinding(),
  x: () => setAside(),
  e: () => walkComments(1),
  E: () => walkComments(-1),
  l: () => walkLedger(1),
  L: () => walkLedger(-1),
  a: () => flip(ledgerViews),
  o: () => tick(),
  w: () => reply(),
  z: undo,
  r: () => focusFirst("[data-criterion] input"),
  m: () => focusFirst("#summary"),
  d: () => focusFirst("[name=decision]"),
  h: hold,
  n: () => follow("[data-next]"),
  q: () => follow("[data-to-queue]"),
  "?": showKeys,
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    publish();
  } else if (event.key === "Escape" && isTyping(event.target) && !event.defaultPrevented) {
    event.target.blur();
    text.focus({ preventScroll: true });
  } else if (event.key === "Escape" && !event.defaultPrevented) {
    dropSelection();
  }
});
page.dataset.ready = "yes"; // keys are heard from now on
