/* The page stays up to date while it is open: at most one request in ten seconds, none while nobody looks. */

const EVERY_MS = 10_000;
const SLOWEST_MS = 300_000;

/** `ask()` makes the one request of its turn and says whether it went well (false, or what it throws: later again; null: never again). */
export function keepFresh(ask) {
  let last = Date.now(); // the page itself has asked just now
  let pause = EVERY_MS;
  let timer = 0;
  let isAsking = false;

  function later() {
    clearTimeout(timer);
    if (pause && !isAsking) timer = setTimeout(turn, Math.max(0, last + pause - Date.now()));
  }

  async function turn() {
    if (document.hidden) return; // "visibilitychange" goes on
    last = Date.now();
    isAsking = true;
    const went = await ask().catch(() => false);
    isAsking = false;
    pause = went === null ? 0 : went ? EVERY_MS : Math.min(SLOWEST_MS, pause * 2);
    later();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : later()));
  later();
}
