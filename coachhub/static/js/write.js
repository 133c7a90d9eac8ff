// The writing page: length as it is typed, saving, checks beside the text, two texts to choose from, submitting once.

import { Autosave } from "./autosave.js";
import { Kept } from "./kept.js";

const LIVE_PAUSE_MS = 250;
const QUIET_STATES = new Set(["saved", "saving", "submitting"]);
// As feedback/pitch/words.py counts them: what is said when the text is read aloud.
const WORD = /[\p{L}\p{N}]+(?:['’.,:-][\p{L}\p{N}]+)*/gu;

const page = document.querySelector("[data-write]");
const form = document.getElementById("write-form");
const area = document.getElementById("text");
const words = document.querySelector("[data-words-template]").dataset;
const state = document.querySelector(".write__state");
const kept = new Kept(page.dataset.person, page.dataset.intro);
const conflict = document.querySelector("[data-conflict]");
let newer;

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector('meta[name="csrf-token"]').content;
}

function post(url, body, options = {}) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(body),
    ...options,
  });
}

function showState(name, sentence = "") {
  state.dataset.state = name;
  const told = [words[name], sentence].filter(Boolean).join(" ");
  state.querySelector("[data-state-words]").textContent = told;
  // Said aloud only where something is wrong: "saved" after every pause would talk over somebody's thoughts.
  document.querySelector("[data-state-alert]").textContent = QUIET_STATES.has(name) ? "" : told;
}

const autosave = new Autosave({
  text: area.value,
  revision: Number(page.dataset.revision),
  post: (body) => post(page.dataset.save, body, { keepalive: document.hidden }),
  kept,
  onState: (name, sentence) => {
    showState(name, sentence);
    form.elements.revision.value = autosave.revision;
  },
  onConflict: showConflict,
});

// Length

const length = document.querySelector("[data-length]");

function showLength() {
  const { pace, target, limit } = length.dataset;
  const count = (area.value.match(WORD) ?? []).length;
  const seconds = (count * 60) / pace;
  const how = seconds > limit ? "long" : seconds < target / 2 ? "short" : "good";
  length.dataset.state = how;
  length.querySelector("[data-words]").textContent = count;
  length.querySelector("[data-seconds]").textContent = Math.round(seconds);
  length.querySelector("[data-verdict]").textContent = words[how];
  length.querySelector(".length__fill").setAttribute("width", Math.min(100, (100 * seconds) / (limit * 1.25)));
}

// Checks while typing: the last question asked is the only one whose answer is shown.

const list = document.querySelector("[data-live-list]");
const said = document.querySelector("[data-live-said]");
let liveTimer;
let asking;
let todoShown = document.querySelector("[data-todo-place]").innerHTML.trim();
let toldAt = 0;

async function check() {
  asking?.abort();
  const asked = (asking = new AbortController());
  list.setAttribute("aria-busy", "true");
  try {
    const response = await post(page.dataset.live, { text: area.value }, { signal: asked.signal });
    if (!response.ok || response.redirected) return;
    const piece = await response.text();
    if (asked !== asking) return;
    const opened = [...list.querySelectorAll("details")].map((details) => details.open);
    list.innerHTML = piece;
    list.querySelectorAll("details").forEach((details, index) => (details.open = opened[index] ?? false));
    showTodo();
    tell(list.firstElementChild?.dataset.said ?? "");
  } catch {
    if (asked === asking && !asked.signal.aborted) tell(words.paused);
  } finally {
    if (asked === asking) list.removeAttribute("aria-busy");
  }
}

/** The to-do list came with the checks; it is put in where something of it has changed, so that a focus stays. */
function showTodo() {
  const fresh = list.querySelector("[data-todo-new]");
  if (!fresh) return;
  const place = document.querySelector("[data-todo-place]");
  if (fresh.innerHTML.trim() !== todoShown) {
    todoShown = fresh.innerHTML.trim();
    const isOpen = place.querySelector("details")?.open ?? false;
    place.replaceChildren(...fresh.childNodes);
    if (isOpen) place.querySelector("details")?.setAttribute("open", "");
  }
  fresh.remove();
}

/** Into the polite live region, at most every five seconds, so that it does not talk over somebody's typing. */
function tell(sentence) {
  const now = Date.now();
  if (sentence === said.textContent || now - toldAt < 5000) return;
  toldAt = now;
  said.textContent = sentence;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-from]");
  if (!button) return;
  area.focus();
  area.setSelectionRange(Number(button.dataset.from), Number(button.dataset.to));
});

// A paste that is too long stays whole on the screen and in this browser; it is neither saved nor submitted.

const tooLong = document.querySelector("[data-too-long]");
const most = Number(area.dataset.max);

function measure() {
  const over = area.value.length > most ? [...area.value].length - most : 0;
  autosave.isHeld = over > 0;
  tooLong.hidden = over <= 0;
  const said = over > 0 ? tooLong.dataset.said.replace("%s", over) : "";
  if (tooLong.textContent !== said) tooLong.textContent = said;
  if (over > 0) showState("toolong");
}

function changed() {
  showLength();
  clearTimeout(liveTimer);
  liveTimer = setTimeout(check, LIVE_PAUSE_MS);
}

area.addEventListener("input", () => {
  measure();
  autosave.change(area.value);
  changed();
});

// Two texts

function showConflict(current) {
  newer = current;
  conflict.querySelector("[data-conflict-mine]").textContent = area.value;
  conflict.querySelector("[data-conflict-newer]").textContent = current.text;
  conflict.hidden = false;
  showState("conflict");
  conflict.querySelector("h2").focus();
}

function put(text) {
  area.value = text;
  measure();
  changed();
  return text;
}

conflict.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-keep]")?.dataset.keep;
  if (!choice) return;
  const mine = area.value;
  if (choice === "newer") {
    put(newer.text);
    autosave.saved = newer.text;
  } else if (choice === "both") {
    put(`${mine}\n\n${newer.text}`);
  }
  conflict.hidden = true;
  if (choice === "newer") kept.drop();
  autosave.settle(area.value, newer.revision);
  showState(autosave.isDirty ? "saving" : "saved");
  form.elements.revision.value = newer.revision;
  area.focus();
});

// What a crash or a lost connection left in this browser

const restored = document.querySelector("[data-restored]");

function restore() {
  const left = kept.newest(autosave.revision);
  const saved = area.value;
  if (!left || left.text === saved) {
    kept.acknowledge(saved, autosave.revision);
    return;
  }
  if (left.isSaved) {
    autosave.text = autosave.saved = put(left.text);
    autosave.revision = form.elements.revision.value = left.revision;
    kept.acknowledge(left.text, left.revision);
    return;
  }
  if (left.revision === autosave.revision) {
    put(left.text);
    autosave.change(left.text);
    restored.hidden = false;
    restored.querySelector("[data-restore-undo]").addEventListener("click", () => {
      autosave.change(put(saved));
      restored.hidden = true;
      area.focus();
    });
    return;
  }
  const current = { text: saved, revision: autosave.revision };
  put(left.text);
  autosave.text = left.text;
  autosave.isConflicting = true;
  showConflict(current);
}

// Submitting: first the save, so that a lost connection loses nothing; then the form, whose key makes it once.

let isSubmitting = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSubmitting || !conflict.hidden) return;
  if (autosave.isHeld) {
    area.focus();
    return;
  }
  isSubmitting = true;
  const button = form.querySelector("[data-submit]");
  button.setAttribute("aria-busy", "true");
  const isSaved = await autosave.flush();
  if (isSaved && autosave.isDirty === false) {
    showState("submitting");
    form.elements.revision.value = autosave.revision;
    form.submit();
    return;
  }
  if (state.dataset.state === "offline") showState("offline", words.unsubmitted);
  isSubmitting = false;
  button.removeAttribute("aria-busy");
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // back from the version: the key that this page holds is used
});

area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

if (conflict.hidden) {
  restore();
} else {
  // The server refused to submit over another window's words; this text is not saved yet.
  autosave.saved = undefined;
  autosave.isConflicting = true;
  kept.keep(area.value, -1);
  showConflict({
    text: conflict.querySelector("[data-conflict-newer]").textContent,
    revision: autosave.revision,
  });
}
measure();
changed();
if (!document.querySelector(".write__refused")) area.focus({ preventScroll: true });
