// The answer (levels, summary, decision): saved by itself with the revision that it was read at, published by key.

import { allSent, hasComments, isComposing } from "./comments.js";
import { isClosed, isTransient, page, send, showState, stored, tell, texts } from "./http.js";

const PAUSE_MS = 700;
const RETRY_MS = 4000;

const form = document.querySelector("[data-answer]");
const summary = document.getElementById("summary");
const conflict = document.querySelector("[data-conflict]");
const confirmation = document.querySelector("[data-confirm]");
const store = stored("answer");

let revision = Number(page.dataset.revision);
let acknowledged = "";
let timer = 0;
let saving = null;
let isPublishing = false;

function state() {
  const levels = {};
  for (const group of form.querySelectorAll("[data-criterion]")) {
    const chosen = group.querySelector(":checked");
    levels[group.dataset.criterion] = chosen ? Number(chosen.value) : null;
  }
  return { summary: summary.value, decision: form.querySelector("[name=decision]:checked")?.value ?? "", levels };
}

function show({ summary: words, decision, levels }) {
  summary.value = words;
  for (const radio of form.querySelectorAll("[name=decision]")) radio.checked = radio.value === decision;
  for (const group of form.querySelectorAll("[data-criterion]")) {
    for (const radio of group.querySelectorAll("input")) {
      radio.checked = Number(radio.value) === levels[group.dataset.criterion];
    }
  }
}

const isDirty = () => JSON.stringify(state()) !== acknowledged;

function changed() {
  if (isDirty()) {
    store.write({ revision, ...state() });
    showState("answer", "saving");
  }
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
}

/** Resolves to true once what stands in the form is stored. */
async function save() {
  clearTimeout(timer);
  while (saving) await saving;
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

function settle(status, data, sent) {
  if (status === 200) {
    acknowledge(data.revision, sent);
    return true;
  }
  if (status === 409 && data.current) {
    askWhich(data.current);
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
    store.write(null);
    showState("answer", "saved");
  }
}

function decisionWords(value) {
  const radio = value && form.querySelector(`[name=decision][value="${value}"]`);
  return texts.decision + (radio ? radio.parentElement.textContent.trim() : texts.undecided);
}

function askWhich(theirs) {
  if (conflict.open) return;
  showState("answer", "kept");
  const mine = conflict.querySelector("[data-mine]");
  mine.value = summary.value;
  conflict.querySelector("[data-theirs]").value = theirs.summary;
  conflict.querySelector("[data-mine-decision]").textContent = decisionWords(state().decision);
  conflict.querySelector("[data-theirs-decision]").textContent = decisionWords(theirs.decision);
  conflict.querySelector("[data-keep-mine]").onclick = () => {
    revision = theirs.revision;
    summary.value = mine.value;
    acknowledged = "";
    conflict.close();
    save();
  };
  conflict.querySelector("[data-take-theirs]").onclick = () => {
    show(theirs);
    conflict.close();
    acknowledge(theirs.revision, state());
  };
  conflict.showModal();
}

function missing() {
  const gaps = [];
  if (!summary.value.trim()) gaps.push(texts.no_summary);
  const open = [...form.querySelectorAll("[data-criterion]")].filter((group) => !group.querySelector(":checked"));
  if (open.length) gaps.push(texts.no_level + open.map((group) => group.dataset.name).join(", "));
  return gaps;
}

function agrees(gaps) {
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

export async function publish() {
  if (isClosed || isPublishing) return;
  tell("");
  const words = state();
  if (!words.decision) {
    tell(texts.no_decision);
    form.querySelector("[name=decision]").focus();
    return;
  }
  if (!words.summary.trim() && !hasComments()) {
    tell(texts.no_words);
    summary.focus();
    return;
  }
  if (isComposing()) {
    document.getElementById("composer-body").focus();
    return;
  }
  const gaps = missing();
  if (gaps.length && !(await agrees(gaps))) return;
  isPublishing = true;
  const button = document.querySelector("[type=submit][form=answer]");
  button.setAttribute("aria-busy", "true");
  await sendAll();
  button.removeAttribute("aria-busy");
  isPublishing = false;
}

async function sendAll() {
  if (!(await allSent())) {
    tell(texts.offline);
    return;
  }
  clearTimeout(timer);
  while (saving) await saving;
  const sent = state();
  const { status, data } = await send("POST", page.dataset.publish, { revision, ...sent });
  if (status === 200) {
    store.write(null);
    acknowledged = JSON.stringify(state());
    location.assign(data.next);
    return;
  }
  if (data.revision !== undefined) acknowledge(data.revision, sent);
  else settle(status, data, sent);
  if (!(status === 409 && data.current)) tell(data.detail);
}

export function startAnswer() {
  acknowledged = JSON.stringify(state());
  if (isClosed) return;
  const kept = store.read();
  if (kept) {
    revision = kept.revision;
    show(kept);
    if (isDirty()) {
      showState("answer", "restored");
      save();
    } else {
      revision = Number(page.dataset.revision);
      store.write(null);
    }
  }
  form.addEventListener("input", () => {
    tell(""); // what it said was missing may be there now; a save that fails says it again
    changed();
  });
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
  addEventListener("online", save);
  addEventListener("beforeunload", (event) => {
    if (isDirty() && !store.read()) event.preventDefault();
  });
}
