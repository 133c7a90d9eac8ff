// Snippets in the comment that is being written: `/` opens them, those of the check under the selection first.
// An ARIA combobox: the list follows the field, arrow keys choose, Enter puts in, Escape goes back.

import { send, tell, texts } from "./http.js";

const root = document.querySelector("[data-snippets]");
const box = root?.querySelector("[data-snippets-box]");
const field = root?.querySelector("input");
const list = root?.querySelector("[role=listbox]");
const options = root ? [...list.children] : [];
const suggested = root?.querySelector("[data-snippets-suggested]");
const SUGGESTED = 3;

let area = null;
let about = () => ({ quote: "", checks: [] });
let chosen = () => {};
let isBySlash = false;

const shown = () => options.filter((option) => !option.hidden);
const active = () => options.find((option) => option.getAttribute("aria-selected") === "true");

/**
 * `textarea` is the comment's; `onWords()` gives {quote, checks} of what it is about, checks by their ids; `onChosen`
 * hears the id of the snippet that was put in, and the id of its check.
 */
export function startSnippets(textarea, onWords, onChosen) {
  if (!root) return;
  [area, about, chosen] = [textarea, onWords, onChosen];
  area.addEventListener("keydown", (event) => {
    const before = area.value.slice(0, area.selectionStart);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /\S$/.test(before)) return;
    event.preventDefault();
    open(true);
  });
  root.querySelector("[data-snippets-open]").addEventListener("click", () => (box.hidden ? open(false) : close()));
  field.addEventListener("input", filter);
  field.addEventListener("keydown", steer);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => put(event.target.closest("[role=option]")));
  box.addEventListener("focusout", (event) => {
    if (!root.contains(event.relatedTarget)) box.hidden = true;
  });
}

/** Those that answer a check under the selection stand below the comment, one press away. */
export function suggestSnippets() {
  if (!root) return;
  const { checks } = about();
  const found = options.filter((option) => checks.includes(option.dataset.check)).slice(0, SUGGESTED);
  for (const button of suggested.querySelectorAll("button")) button.remove();
  for (const option of found) {
    const words = option.querySelector("strong").textContent;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.className = "btn btn--small";
    button.title = option.dataset.body;
    button.addEventListener("click", () => put(option));
    suggested.append(button);
  }
  suggested.hidden = found.length === 0;
}

function open(bySlash) {
  isBySlash = bySlash;
  const { checks } = about();
  options.sort((a, b) => checks.includes(b.dataset.check) - checks.includes(a.dataset.check));
  list.append(...options);
  box.hidden = false;
  field.value = "";
  filter();
  field.focus();
}

/** Words in any order, wherever in the snippet they stand. */
function filter() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of options) {
    const text = `${option.textContent} ${option.dataset.body}`.toLowerCase();
    option.hidden = !words.every((word) => text.includes(word));
  }
  const found = shown();
  root.querySelector("[data-snippets-none]").hidden = found.length > 0;
  const count = root.querySelector("[data-snippets-count]");
  count.textContent = `${found.length} ${count.dataset.words}`;
  select(found[0] ?? null);
}

function select(option) {
  for (const other of options) other.setAttribute("aria-selected", String(other === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function steer(event) {
  const found = shown();
  const here = found.indexOf(active());
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: found.length - 1 };
  if (event.key in steps && !(event.key in { Home: 1, End: 1 } && field.value)) {
    if (found.length) select(found[(steps[event.key] + found.length) % found.length]);
  } else if (event.key === "Enter") {
    put(active());
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Without a choice the slash was meant as one. */
function close() {
  box.hidden = true;
  if (isBySlash) write("/");
  area.focus();
}

function put(option) {
  if (!option) return;
  box.hidden = true;
  write(filled(option.dataset.body));
  chosen(Number(option.dataset.snippet), option.dataset.check);
  area.focus();
}

function write(words) {
  area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function filled(body) {
  const { name, company, role } = root.dataset;
  const values = { name, company, role, quote: about().quote };
  return body.replace(/\{(name|company|role|quote)\}/g, (_, word) => values[word]);
}

/** The comment of that key, once it is saved, becomes a snippet of one's own. */
export async function keepAsSnippet(button, key) {
  button.setAttribute("aria-busy", "true");
  const { status, data } = await send("POST", `/comments/${key}/snippet/`);
  button.removeAttribute("aria-busy");
  if (status !== 200) {
    tell(status === 404 ? texts.snippet_unsaved : data.detail);
    return;
  }
  const link = Object.assign(document.createElement("a"), { href: data.url, target: "_blank", textContent: data.title });
  link.className = "small";
  button.replaceWith(link);
  link.before(`${texts.snippet_kept} `);
  link.focus();
}
