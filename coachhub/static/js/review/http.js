// Requests of the review page, and what it keeps in the browser until the server has acknowledged it.

export const page = document.querySelector("[data-review]");
export const texts = JSON.parse(document.getElementById("review-texts").textContent);
export const isClosed = page.dataset.closed === "yes";
export const isAmending = page.dataset.amend !== undefined;

const csrfToken = () => document.querySelector('meta[name="csrf-token"]').content;
const trouble = document.querySelector("[data-trouble]");

/** {status, data}; status 0 where the server cannot be reached, 401 where the session has ended. */
export async function send(method, url, body) {
  try {
    const response = await fetch(url, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      redirect: "manual",
    });
    if (response.type === "opaqueredirect") return { status: 401, data: { detail: texts.signed_out } };
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    return { status: response.status, data: isJson ? await response.json() : { detail: texts.failed } };
  } catch {
    return { status: 0, data: { detail: texts.offline } };
  }
}

export function isTransient(status) {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

export function tell(sentence) {
  trouble.querySelector("p").textContent = sentence;
  trouble.hidden = !sentence;
  if (sentence) trouble.scrollIntoView({ block: "nearest" });
}

/** A value of this review in localStorage; a full or forbidden store is no reason to stop working. */
export function stored(name) {
  const key = `${page.dataset.store}:${name}`;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // kept in memory alone then
      }
    },
  };
}

/** What this review keeps in localStorage under names that begin so: [[name, value]]. */
export function storedLike(prefix) {
  const stem = `${page.dataset.store}:`;
  let names = [];
  try {
    names = Object.keys(localStorage);
  } catch {
    // a forbidden store keeps nothing
  }
  return names
    .filter((name) => name.startsWith(stem + prefix))
    .map((name) => name.slice(stem.length))
    .map((name) => [name, stored(name).read()])
    .filter(([, value]) => value !== null);
}

/** What the next page says in our stead: it may have been fetched before it happened. */
export function sayNext(said) {
  try {
    if (said) sessionStorage.setItem("said", JSON.stringify(said));
  } catch {
    // then it goes without saying
  }
}

const states = new Map();

/** What the bar says: the worst of what the answer ("answer") and the comments ("comments") report. */
export function showState(part, state) {
  const line = document.querySelector("[data-state]");
  if (!line) return;
  states.set(part, state);
  const order = ["kept", "saving", "unsent", "restored", "saved"];
  const worst = order.find((name) => [...states.values()].includes(name)) ?? "saved";
  line.dataset.level = worst;
  line.textContent = texts[worst];
}
