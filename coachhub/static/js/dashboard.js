/* The cohort's dashboard: each figure is asked for, drawn for one cohort or for two beside each other, and given a table to
   read instead. Then the page keeps itself up to date.

   A mark's customdata is the number of its row in the table, and of its address. */

import { choose, chosenIntros, flip, onChoice } from "./dashboard/choice.js";
import { keepFresh } from "./dashboard/fresh.js";
import { heightOf, painted } from "./dashboard/paint.js";
import { offerTable } from "./dashboard/table.js";
import { walkMarks } from "./dashboard/walk.js";

const CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage"] };
const RESIZED_MS = 200;

const page = document.querySelector("[data-figures]");
const said = page.querySelector("[data-said]");
const drawn = new Map(); // plot element -> the side of a figure's answer that it shows
const texts = new Map(); // section -> its answer as it came
let turn = Promise.resolve();
let etag = "";
let isListBehind = false;

const plotly = new Promise((resolve, reject) => {
  if (window.Plotly) {
    resolve(window.Plotly);
    return;
  }
  const script = document.querySelector("script[data-plotly]");
  script.addEventListener("load", () => resolve(window.Plotly));
  script.addEventListener("error", () => reject(new Error(script.dataset.failed)));
});
plotly.catch(() => {}); // told by each figure

const sections = [...page.querySelectorAll("[data-figure]")];
for (const section of sections) {
  section.querySelector("[data-retry]").addEventListener("click", () => load(section));
  section.querySelector("[data-image]").addEventListener("click", () => saveImages(section));
  section.querySelector("[data-lasso]")?.addEventListener("click", ({ currentTarget }) => {
    currentTarget.setAttribute("aria-pressed", currentTarget.getAttribute("aria-pressed") !== "true");
    repaint();
  });
  load(section);
}
onChoice(repaint);
document.addEventListener("themechange", repaint);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
let resized = 0;
window.addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(repaint, RESIZED_MS);
});
keepFresh(() => (isListBehind ? refreshList() : refreshFigures()));

async function load(section) {
  const error = section.querySelector('[data-part="error"]');
  error.hidden = true;
  section.setAttribute("aria-busy", "true");
  try {
    await show(section, await ask(section.dataset.figure, section.dataset.failed));
  } catch (failure) {
    section.querySelector('[data-part="reason"]').textContent = failure.message;
    error.hidden = false;
  }
  for (const skeleton of section.querySelectorAll('[data-part="skeleton"]')) skeleton.hidden = true;
  section.removeAttribute("aria-busy");
}

async function ask(address, failed) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" } });
  } catch {
    throw new Error(failed);
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || failed);
}

async function show(section, answer) {
  texts.set(section, wordsOf(answer));
  const bodies = [answer, ...(answer.beside ? [answer.beside] : [])];
  section.querySelector("[data-image]").hidden = bodies.every((body) => body.empty);
  await Promise.all([...section.querySelectorAll("[data-side]")].map((side, index) => showSide(section, side, bodies[index])));
  section.querySelector('[data-part="error"]').hidden = true; // one that could not be fetched at first
}

/** What an answer says; how long it holds is no news. */
function wordsOf(answer) {
  return JSON.stringify({ ...answer, holds_until: null });
}

async function showSide(section, side, answer) {
  const body = { ...answer, links: answer.links.map((address) => kept(address, answer.cohort)) };
  const part = (name) => side.querySelector(`[data-part="${name}"]`);
  part("caption").textContent = body.caption;
  part("empty").textContent = body.empty;
  part("empty").hidden = !body.empty;
  part("scroll").hidden = Boolean(body.empty);
  offerTable(part("read"), part("table"), body);
  if (body.empty) drawn.delete(part("plot"));
  else await draw(section, part("plot"), body);
}

/** To a list of ours goes along what the page has beside its filters, and whose page it is, so that the way back has it. */
function kept(address, cohort) {
  if (!address.startsWith(page.dataset.lists)) return address;
  const url = new URL(address, window.location);
  for (const [name, value] of new URLSearchParams(page.dataset.kept)) url.searchParams.set(name, value);
  if (cohort !== page.dataset.cohort) url.searchParams.set("dashboard", page.dataset.cohort);
  return `${url.pathname}${url.search}`;
}

async function draw(section, element, body) {
  await plotly;
  const isNew = !element.on;
  drawn.set(element, body);
  await inTurn(() => put(element));
  if (!isNew) return;
  element.on("plotly_click", (event) => openRow(element, event.points[0]?.customdata));
  element.on("plotly_hover", () => element.classList.add("is-on-mark"));
  element.on("plotly_unhover", () => element.classList.remove("is-on-mark"));
  element.on("plotly_selected", (event) => event && choose(pairs(element, event.points.map((point) => point.customdata)), false));
  element.on("plotly_deselect", () => choose([], true));
  walkMarks(element, {
    shown: () => drawn.get(element),
    say: (words) => (section.querySelector('[data-part="said"]').textContent = words),
    open: (row) => openRow(element, row),
    choose: section.querySelector("[data-lasso]") && ((row) => pairs(element, [row]).forEach((pair) => flip(...pair))),
  });
}

/** One drawing after the other, and what is drawn is seen before the next begins. */
function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {}).then(() => new Promise((done) => setTimeout(done)));
  return mine;
}

function put(element) {
  const body = drawn.get(element);
  const wanted = heightOf(body, element.clientWidth);
  const isStretched = wanted <= element.parentElement.clientHeight;
  element.style.height = isStretched ? "" : `${wanted}px`;
  const isLasso = element.closest("[data-figure]").querySelector("[data-lasso]")?.getAttribute("aria-pressed") === "true";
  const { data, layout } = painted(element, body, { dragmode: isLasso ? "lasso" : false, chosen: chosenIntros() });
  return window.Plotly.react(element, data, layout, CONFIG);
}

function repaint() {
  for (const element of drawn.keys()) put(element);
}

function openRow(element, row) {
  const address = drawn.get(element)?.links[row];
  if (address) window.location.assign(address);
}

/** [introduction, name] of these rows. */
function pairs(element, rows) {
  const { intros, table } = drawn.get(element);
  return rows.filter((row) => intros[row]).map((row) => [intros[row], table.rows[row][0]]);
}

/** As it is drawn, on the page's own ground: a picture is looked at elsewhere. */
async function saveImages(section) {
  const Plotly = await plotly;
  for (const element of section.querySelectorAll('[data-part="plot"]')) {
    const body = drawn.get(element);
    if (!body) continue;
    const { data, layout } = painted(element, body, { dragmode: false, chosen: new Set() });
    const ground = getComputedStyle(section).getPropertyValue("--surface").trim();
    const title = { text: section.querySelector("h2").textContent, x: 0.01, y: 0.99, yanchor: "top", font: { size: 15 } };
    await Plotly.downloadImage(
      { data, layout: { ...layout, title, paper_bgcolor: ground, plot_bgcolor: ground } },
      { format: "png", scale: 2, width: element.clientWidth, height: element.clientHeight, filename: `${body.cohort}-${section.dataset.key}` },
    );
  }
}

async function refreshFigures() {
  if (sections.some((section) => section.hasAttribute("aria-busy"))) return true; // the first ones are still on their way
  let response;
  try {
    response = await fetch(page.dataset.figures, { headers: { Accept: "application/json", ...(etag ? { "If-None-Match": etag } : {}) } });
  } catch {
    return false;
  }
  if (response.status === 304) return true;
  if ([401, 403, 404].includes(response.status)) return null; // signed out, or no longer theirs
  if (!response.ok) return false;
  etag = response.headers.get("ETag") || "";
  const changed = [];
  for (const answer of await response.json()) {
    const section = sections.find((one) => one.dataset.key === answer.key);
    if (!section || texts.get(section) === wordsOf(answer)) continue;
    await show(section, answer);
    changed.push(answer.title);
  }
  if (changed.length) {
    said.textContent = `${said.dataset.words} ${changed.join(" ")}`;
    isListBehind = true;
  }
  return true;
}

/** The numbers and the list come with the page; a part that somebody is in is left for the next time. */
async function refreshList() {
  let response;
  try {
    response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  } catch {
    return false;
  }
  if (!response.ok || response.redirected) return null;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  isListBehind = false;
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const other = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (part.contains(document.activeElement)) isListBehind = true;
    else if (other) part.replaceChildren(...other.childNodes);
  }
  return true;
}
