// The answer (levels, summary, decision): saved by itself with the revision that it was read at; published, held back, or
// amended where it is published already, by key.

import { isLeaving } from "../leaving.js";
import { commentState, restoreComments, startAmendment } from "./amendment.js";
import { commentsSent, hasComments, isComposing, showAdded } from "./comments.js";
import { askWhich } from "./conflict.js";
import { isAmending, isClosed, isTransient, page, sayNext, send, showState, stored, storedLike, tell, texts } from "./http.js";
import { threadsSent } from "./threads.js";

const PAUSE_MS = 700;
const RETRY_MS = 4000;
const LEAVE_MS = 1000;

const form = document.querySelector("[data-answer]");
const summary = document.getElementById("summary");
const confirmation = document.querySelector("[data-confirm]");
const KEPT = isAmending ? "amended:" : "answer:";
/** One entry a tab, so that two of them do not write over each other. */
const store = stored(KEPT + tabId());

let revision = Number(page.dataset.revision);
let acknowledged = "";
let timer = 0;
let saving = null;
let isFinishing = false;
let isAsking = false;

function tabId() {
  try {
    const id = sessionStorage.getItem("tab") ?? crypto.randomUUID();
    sessionStorage.setItem("tab", id);
    return id;
  } catch {
    return "one";
  }
}

function state() {
  const levels = {};
  for (const group of form.querySelectorAll("[data-criterion]")) {
    const chosen = group.querySelector(":checked");
    levels[group.dataset.criterion] = chosen ? Number(chosen.value) : null;
  }
  const now = { summary: summary.value, decision: form.querySelector("[name=decision]:checked")?.value ?? "", levels };
  return isAmending ? { ...now, ...commentState() } : now;
}

function show(kept) {
  const { summary: words, decision, levels } = kept;
  summary.value = words;
  for (const radio of form.querySelectorAll("[name=decision]")) radio.checked = radio.value === decision;
  for (const group of form.querySelectorAll("[data-criterion]")) {
    for (const radio of group.querySelectorAll("input")) {
      radio.checked = Number(radio.value) === levels[group.dataset.criterion];
    }
  }
  if (isAmending && kept.comments) for (const one of restoreComments(kept)) showAdded(one);
}

const isDirty = () => JSON.stringify(state()) !== acknowledged;

function changed() {
  if (isDirty()) {
    store.write({ revision, at: Date.now(), ...state() });
    showState("answer", isAmending ? "unsent" : "saving");
  }
  clearTimeout(timer);
  if (!isAmending) timer = setTimeout(save, PAUSE_MS);
}

/** Resolves to true once what stands in the form is stored. */
async function save() {
  clearTimeout(timer);
  while (saving) await saving;
  if (isAmending || isAsking) return false;
  if (isLeaving()) {
    timer = setTimeout(save, RETRY_MS);
    return false;
  }
  if (!isDirty()) {
    showState("answer", "saved");
    return true;
  }
  const sent = state();
  saving = send("POST", page.dataset.save, { revision, ...sent });
  const { status, data } = await saving;
  saving = null;
  return settle(status, data, sent);
}

/** Before the page is left by key: what was typed this moment is sent first, if the server answers soon. */
export function saveSoon() {
  if (isClosed || isAmending || !isDirty()) return Promise.resolve();
  return Promise.race([save(), new Promise((resolve) => setTimeout(resolve, LEAVE_MS))]);
}

function settle(status, data, sent) {
  if (status === 200) {
    acknowledge(data.revision, sent);
    if (data.hides_engine === false) revealEngine();
    return true;
  }
  if (status === 409 && data.current) {
    settleConflict(data.current);
  } else if (isTransient(status)) {
    showState("answer", "kept");
    if (status === 401) tell(data.detail);
    timer = setTimeout(save, RETRY_MS);
  } else {
    showState("answer", "kept");
    tell(data.detail);
  }
  return false;
}

function acknowledge(newRevision, sent) {
  revision = newRevision;
  acknowledged = JSON.stringify(sent);
  if (isDirty()) {
    changed();
  } else {
    store.write(isLeaving() ? { revision, at: Date.now(), isSaved: true, ...sent } : null);
    showState("answer", "saved");
    settleOtherTabs();
  }
}

function decisionWords(value) {
  const radio = value && form.querySelector(`[name=decision][value="${value}"]`);
  return texts.decision + (radio ? radio.parentElement.textContent.trim() : texts.undecided);
}

async function settleConflict(theirs) {
  if (isAsking) return;
  isAsking = true;
  showState("answer", "kept");
  const chosen = await askWhich(
    { words: summary.value, note: decisionWords(state().decision) },
    { words: theirs.summary, note: decisionWords(theirs.decision) },
  );
  isAsking = false;
  revision = theirs.revision ?? revision;
  if (chosen.isMine) {
    summary.value = chosen.words;
    acknowledged = "";
    changed();
    save();
  } else {
    show(theirs);
    if (theirs.revision === undefined || isAmending) changed();
    else acknowledge(theirs.revision, state());
    save();
  }
}

/** What a tab that crashed had kept and never sent: shown beside what stands here, and chosen from. */
function settleOtherTabs() {
  for (const [name, kept] of storedLike(KEPT)) {
    if (name === KEPT + tabId() || !waitingTabs.has(name)) continue;
    waitingTabs.delete(name);
    stored(name).write(null);
    if (kept.summary.trim() && kept.summary !== summary.value) settleConflict({ ...kept, revision: undefined });
  }
}

/** Names of entries that were there when the page was loaded; what a tab beside writes later is its own business. */
const waitingTabs = new Set();

let isRevealing = false;

/** The coach has given their levels: what the checks make of it may be seen now. */
async function revealEngine() {
  if (!page.dataset.engine || isRevealing) return;
  isRevealing = true;
  const { status, data } = await send("GET", page.dataset.engine);
  isRevealing = false;
  if (status !== 200) return;
  delete page.dataset.engine;
  document.querySelector("[data-engine-place]").innerHTML = data.html;
  for (const [pk, words] of Object.entries(data.certainties)) {
    const place = document.querySelector(`[data-finding="${pk}"] [data-certainty]`);
    if (place) place.textContent = words;
  }
  for (const [number, words] of Object.entries(data.scores)) {
    const place = document.querySelector(`[data-step="${number}"] [data-score]`);
    if (place) place.textContent = ` · ${words}`;
  }
}

function missing() {
  const gaps = [];
  if (!summary.value.trim()) gaps.push(texts.no_summary);
  const open = [...form.querySelectorAll("[data-criterion]")].filter((group) => !group.querySelector(":checked"));
  if (open.length) gaps.push(texts.no_level + open.map((group) => group.dataset.name).join(", "));
  return gaps;
}

/** `act` is "publish" or "hold". */
function agrees(act, gaps) {
  for (const part of confirmation.querySelectorAll("[data-hold]")) part.textContent = part.dataset[act];
  confirmation.querySelector("[data-missing]").replaceChildren(
    ...gaps.map((gap) => Object.assign(document.createElement("li"), { textContent: gap })),
  );
  confirmation.showModal();
  confirmation.querySelector("[data-anyway]").focus();
  return new Promise((resolve) => {
    confirmation.querySelector("[data-anyway]").onclick = () => confirmation.close("yes");
    confirmation.querySelector("[data-back]").onclick = () => confirmation.close("");
    confirmation.returnValue = "";
    confirmation.addEventListener("close", () => resolve(confirmation.returnValue === "yes"), { once: true });
  });
}

export const publish = () => finish(isAmending ? "amend" : "publish");
export const hold = () => !isAmending && finish("hold");

async function finish(act) {
  if (isClosed || isFinishing) return;
  tell("");
  const words = state();
  if (!words.decision) {
    tell(texts.no_decision);
    form.querySelector("[name=decision]").focus();
    return;
  }
  if (!words.summary.trim() && !hasComments() && !isAmending) {
    tell(texts.no_words);
    summary.focus();
    return;
  }
  if (isComposing()) {
    document.getElementById("composer-body").focus();
    return;
  }
  const gaps = isAmending ? [] : missing();
  if (gaps.length && !(await agrees(act, gaps))) return;
  isFinishing = true;
  const button = document.querySelector("[type=submit][form=answer]");
  button.setAttribute("aria-busy", "true");
  await sendAll(page.dataset[act]);
  button.removeAttribute("aria-busy");
  isFinishing = false;
}

async function sendAll(address) {
  if ((!isAmending && !(await commentsSent())) || !(await threadsSent())) {
    tell(texts.offline);
    return;
  }
  clearTimeout(timer);
  while (saving) await saving;
  const sent = state();
  const { status, data } = await send("POST", address, { revision, ...sent });
  if (status === 200) {
    store.write(null);
    acknowledged = JSON.stringify(state());
    sayNext(data.said);
    location.assign(data.next);
    return;
  }
  if (data.revision !== undefined) acknowledge(data.revision, sent);
  else settle(status, data, sent);
  if (!(status === 409 && data.current)) tell(data.detail);
}

/** The newest entry of any tab is restored; the others wait until it is saved. */
function restore() {
  const entries = storedLike(KEPT)
    .filter(([name, kept]) => {
      const isShown = kept.isSaved && kept.revision <= revision;
      if (isShown) stored(name).write(null);
      return !isShown;
    })
    .sort(([, a], [, b]) => (b.at ?? 0) - (a.at ?? 0));
  const [newest, ...others] = entries;
  for (const [name] of others) waitingTabs.add(name);
  if (!newest) return;
  const [name, kept] = newest;
  if (name !== KEPT + tabId()) stored(name).write(null);
  revision = kept.revision;
  show(kept);
  if (kept.isSaved) {
    acknowledged = JSON.stringify(state());
    store.write(null);
  } else if (isDirty()) {
    store.write(kept);
    showState("answer", isAmending ? "unsent" : "restored");
    save();
  } else {
    revision = Number(page.dataset.revision);
    store.write(null);
  }
}

export function startAnswer() {
  acknowledged = JSON.stringify(state());
  if (isClosed) return;
  restore();
  form.addEventListener("input", () => {
    tell(""); // what it said was missing may be there now; a save that fails says it again
    changed();
  });
  if (isAmending) startAmendment(changed);
  form.addEventListener("keydown", (event) => {
    const group = event.target.closest("[data-criterion]");
    if (group && ["Delete", "Backspace"].includes(event.key) && event.target.type === "radio") {
      event.target.checked = false;
      changed();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    publish();
  });
  document.querySelector("[data-hold-it]")?.addEventListener("click", hold);
  document.querySelector("[data-leave-it]")?.addEventListener("click", () => store.write(null));
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => {
    if (isDirty() && !store.read()) event.preventDefault();
  });
}
