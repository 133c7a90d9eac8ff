// Something was changed in another window: both texts stand side by side until one is chosen.

const dialog = document.querySelector("[data-conflict]");
let asking = Promise.resolve();

/**
 * `mine` and `theirs` are {words, note}. Resolves to {isMine, words}: which was chosen, and its text as it stands then.
 */
export function askWhich(mine, theirs) {
  asking = asking.then(() => ask(mine, theirs));
  return asking;
}

function ask(mine, theirs) {
  const field = dialog.querySelector("[data-mine]");
  field.value = mine.words;
  dialog.querySelector("[data-theirs]").value = theirs.words;
  dialog.querySelector("[data-mine-note]").textContent = mine.note ?? "";
  dialog.querySelector("[data-theirs-note]").textContent = theirs.note ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const settle = (isMine) => {
      dialog.onclose = null;
      dialog.close();
      resolve({ isMine, words: isMine ? field.value : theirs.words });
    };
    dialog.querySelector("[data-keep-mine]").onclick = () => settle(true);
    dialog.querySelector("[data-take-theirs]").onclick = () => settle(false);
    dialog.oncancel = (event) => event.preventDefault(); // Escape chooses neither
  });
}
