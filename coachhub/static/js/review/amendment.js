// What changes in the comments of a published review: words, which ones go, which ones come. Nothing of it is sent before
// the whole is: the answer keeps it in the browser meanwhile, as part of its own state.

import { placeNotes } from "./margin.js";

const list = document.querySelector("[data-comment-list]");
const fields = [...document.querySelectorAll("[data-amended]")];
/** {key, start, end, body, is_praise, check_id, snippet} by key. */
let added = new Map();
let changed = () => {};

const noteOf = (field) => field.closest("[data-note]");
const isGone = (field) => noteOf(field).dataset.gone !== undefined;

/** As the server takes it: `comments` {id: words}, `removed` ids, `added` new ones. */
export function commentState() {
  const staying = fields.filter((field) => !isGone(field));
  return {
    comments: Object.fromEntries(staying.map((field) => [field.dataset.amended, field.value])),
    removed: fields.filter(isGone).map((field) => Number(field.dataset.amended)),
    added: [...added.values()],
  };
}

/** A new comment as the composer has it; `body` null for one that is not to come after all. */
export function amendWith({ id, start, end, body, praise, check, snippet }) {
  const about = { is_praise: Boolean(praise), check_id: check ?? "", snippet: snippet ?? null };
  if (body === null) added.delete(id);
  else added.set(id, { key: id, start, end, body, ...about });
  changed();
}

/** Puts back what was kept; answers the new ones, for the list to show. */
export function restoreComments({ comments = {}, removed = [], added: kept }) {
  for (const field of fields) {
    field.value = comments[field.dataset.amended] ?? field.value;
    setGone(field, removed.includes(Number(field.dataset.amended)));
  }
  if (kept) added = new Map(kept.map((one) => [one.key, one]));
  return [...added.values()];
}

function setGone(field, isOn) {
  const note = noteOf(field);
  const button = note.querySelector("[data-remove]");
  if (isOn) note.dataset.gone = "";
  else delete note.dataset.gone;
  field.disabled = isOn;
  if (button) button.textContent = isOn ? button.dataset.keep : button.dataset.remove;
  placeNotes();
}

export function startAmendment(whenChanged) {
  changed = whenChanged;
  for (const field of fields) field.addEventListener("input", changed);
  list.addEventListener("click", (event) => {
    const field = event.target.closest("[data-remove]")?.closest("[data-note]").querySelector("[data-amended]");
    if (!field) return;
    setGone(field, !isGone(field));
    changed();
  });
}
