// Tells the server that this page is open, and its reader who else is reviewing the same introduction.

import { isClosed, send } from "./http.js";

const BEAT_MS = 30_000; // a colleague may take over after two minutes of silence

const place = document.querySelector("[data-lease]");
const notice = place?.querySelector("[data-lease-notice]");
const csrfToken = () => document.querySelector('meta[name="csrf-token"]').content;
let timer = 0;

async function say(act) {
  const { status, data } = await send("POST", place.dataset.lease, { act });
  if (status !== 200) return; // the lease is a courtesy: saving and publishing say what goes wrong
  notice.querySelector("p").textContent = data.notice;
  notice.hidden = !data.notice;
}

function open() {
  clearInterval(timer);
  say(isClosed ? "read" : "open");
  if (isClosed) return;
  timer = setInterval(() => document.visibilityState === "visible" && say("beat"), BEAT_MS);
}

function leave() {
  clearInterval(timer);
  if (isClosed) return;
  // keepalive: it arrives though the page is gone; a beacon could not bear the token's header
  fetch(place.dataset.lease, {
    method: "POST",
    body: JSON.stringify({ act: "leave" }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    keepalive: true,
  }).catch(() => {});
}

export function startLease() {
  if (!place) return; // an admin who coaches nobody
  if (document.prerendering) document.addEventListener("prerenderingchange", open, { once: true });
  else open();
  notice.querySelector("button").addEventListener("click", () => say("force"));
  document.addEventListener("visibilitychange", () => !isClosed && document.visibilityState === "visible" && say("beat"));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && open());
}
