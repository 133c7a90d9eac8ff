// Single-letter keys of a page, off while somebody types; the dialog that `?` opens lists them, changes them, and can
// switch them off.

const OFF = "keys-off";
const dialog = document.querySelector("dialog[data-keys]");
const choice = dialog?.querySelector("[data-keys-off]");
const own = document.querySelector("[data-keys-of]");
const stored = document.getElementById("key-map");
/** {default key: the one chosen instead}; a page without one has its default keys. */
let chosen = stored ? JSON.parse(stored.textContent) : {};

export function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

export function showKeys() {
  dialog?.showModal();
  for (const part of dialog?.querySelectorAll(".dialog__body") ?? []) part.scrollTop = 0; // "Close" has the focus
  if (dialog) dialog.scrollTop = 0;
}

/** The default key of what `key` does now: itself, unless it was given away or something else was given to it. */
function defaultOf(key) {
  const given = Object.keys(chosen).find((name) => chosen[name] === key);
  return given ?? (Object.hasOwn(chosen, key) ? null : key);
}

/**
 * `bindings`: {default key as in KeyboardEvent.key: function}; a function that returns false leaves the key to the
 * browser.
 */
export function bindKeys(bindings) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem(OFF) && event.key !== "?") return;
    const name = defaultOf(event.key);
    const act = name !== null && Object.hasOwn(bindings, name) ? bindings[name] : null;
    if (act && act(event) !== false) event.preventDefault();
  });
}

if (choice) {
  choice.checked = localStorage.getItem(OFF) !== null;
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  });
}
for (const button of document.querySelectorAll("[data-keys-open]")) button.addEventListener("click", showKeys);

async function ask(asked) {
  const trouble = dialog.querySelector("[data-keys-trouble]");
  const csrfToken = document.querySelector('meta[name="csrf-token"]').content;
  const response = await fetch(own.dataset.keysUrl, {
    method: "POST",
    body: JSON.stringify({ page: own.dataset.keysOf, ...asked }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken },
  }).catch(() => null);
  const data = (await response?.json().catch(() => null)) ?? {};
  trouble.textContent = response?.ok ? "" : (data.detail ?? "");
  trouble.hidden = !trouble.textContent;
  if (response?.ok) chosen = data;
  showChosen();
}

function showChosen() {
  for (const sign of document.querySelectorAll("[data-key-of]")) {
    sign.textContent = chosen[sign.dataset.keyOf] ?? sign.dataset.keyOf;
  }
}

function listen(button) {
  const sign = dialog.querySelector(`[data-key-of="${CSS.escape(button.dataset.keyChange)}"]`);
  sign.textContent = own.dataset.press;
  const hear = (event) => {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
    if (event.key.length === 1) ask({ action: button.dataset.keyChange, key: event.key });
  };
  const stop = () => {
    button.removeEventListener("keydown", hear);
    button.removeEventListener("blur", stop);
    showChosen();
  };
  button.addEventListener("keydown", hear);
  button.addEventListener("blur", stop);
}

dialog?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-key-change]");
  if (button) listen(button);
  else if (event.target.closest("[data-keys-reset]")) ask({});
});
showChosen();
