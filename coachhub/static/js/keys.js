// Single-letter keys of a page, off while somebody types; the dialog that `?` opens lists them and can switch them off.

const OFF = "keys-off";
const dialog = document.querySelector("dialog[data-keys]");
const choice = dialog?.querySelector("[data-keys-off]");

export function isTyping(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

export function showKeys() {
  dialog?.showModal();
}

/** `bindings`: {key as in KeyboardEvent.key: function}; a function that returns false leaves the key to the browser. */
export function bindKeys(bindings) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem(OFF) && event.key !== "?") return;
    const act = Object.hasOwn(bindings, event.key) ? bindings[event.key] : null;
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
