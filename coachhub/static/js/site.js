// On every page: theme switch, menus that close, messages that can be dismissed, forms that are sent once, htmx's token.

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.setAttribute("aria-pressed", String(isDark()));
    button.querySelector(".icon").className = `icon icon--${isDark() ? "sun" : "moon"}`;
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
    showTheme();
    document.dispatchEvent(new CustomEvent("themechange"));
  }
  event.target.closest("[data-dismiss]")?.closest(".message")?.remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// <form data-once>: a second click while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

// <select data-submits>: a filter takes effect when it is chosen; without script its form's button does it.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submits]")) event.target.form.requestSubmit();
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});

system.addEventListener("change", showTheme);
showTheme();

// What the page before has to say: this one may have been fetched before it happened.
const said = takeSaid();
if (said) {
  const line = document.createElement("li");
  const icon = Object.assign(document.createElement("span"), { className: "icon icon--check" });
  const words = Object.assign(document.createElement("span"), { textContent: `${said.words} ` });
  const link = Object.assign(document.createElement("a"), { href: said.url, textContent: said.link });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--quiet btn--icon btn--small" });
  line.className = "message";
  line.dataset.level = "success";
  icon.setAttribute("aria-hidden", "true");
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", said.close);
  close.append(Object.assign(document.createElement("span"), { className: "icon icon--cross" }));
  words.append(link);
  line.append(icon, words, close);
  let list = document.querySelector("ul.messages");
  if (!list) {
    list = Object.assign(document.createElement("ul"), { className: "messages" });
    list.setAttribute("role", "status");
    document.getElementById("main").prepend(list);
  }
  list.append(line);
}

function takeSaid() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("said"));
    sessionStorage.removeItem("said");
    return kept;
  } catch {
    return null;
  }
}
