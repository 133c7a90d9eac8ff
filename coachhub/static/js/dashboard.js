/* The cohort's dashboard: each figure is asked for, painted in the page's colours and given a table to read instead.

   A figure says what it is about by tokens (`meta.token`, names of tokens.css); their colours are those of the theme. A mark's
   customdata is the number of its row in the table, and of its address. */

const CONFIG = {
  displaylogo: false,
  showSendToCloud: false,
  responsive: true,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
};

const drawn = new Map(); // plot element -> the figure as it came

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

for (const section of document.querySelectorAll("[data-figure]")) {
  section.querySelector("[data-retry]").addEventListener("click", () => show(section));
  show(section);
}
document.addEventListener("themechange", repaint);
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

async function show(section) {
  const part = (name) => section.querySelector(`[data-part="${name}"]`);
  part("error").hidden = true;
  section.setAttribute("aria-busy", "true");
  try {
    const figure = await ask(section.dataset.figure, section.dataset.failed);
    part("caption").textContent = figure.caption;
    part("empty").textContent = figure.empty;
    part("empty").hidden = !figure.empty;
    part("plot").hidden = Boolean(figure.empty);
    part("read").hidden = Boolean(figure.empty);
    fillTable(part("table"), figure);
    if (!figure.empty) await draw(part("plot"), figure);
  } catch (error) {
    part("reason").textContent = error.message;
    part("error").hidden = false;
  }
  part("skeleton").hidden = true;
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

async function draw(element, figure) {
  const Plotly = await plotly;
  const { data, layout } = painted(element, figure);
  await Plotly.react(element, data, layout, CONFIG);
  if (!drawn.has(element)) {
    element.on("plotly_click", (event) => open(drawn.get(element), event));
    element.on("plotly_hover", () => element.classList.add("is-on-mark"));
    element.on("plotly_unhover", () => element.classList.remove("is-on-mark"));
  }
  drawn.set(element, figure);
}

function open(figure, event) {
  const address = figure.links[event.points[0]?.customdata];
  if (address) window.location.assign(address);
}

function repaint() {
  for (const [element, figure] of drawn) {
    const { data, layout } = painted(element, figure);
    window.Plotly.react(element, data, layout, CONFIG);
  }
}

function painted(element, { figure }) {
  const style = getComputedStyle(element);
  const colour = (token) => style.getPropertyValue(`--${token}`).trim();
  const font = { color: colour("ink"), family: style.fontFamily, size: 13 };
  const axis = { gridcolor: colour("line"), linecolor: colour("line"), tickcolor: colour("line") };
  const axes = Object.fromEntries(
    Object.entries(figure.layout)
      .filter(([name]) => /^[xy]axis\d*$/.test(name))
      .map(([name, own]) => [name, { ...own, ...axis }]),
  );
  const narrow = element.clientWidth < 480;
  const layout = {
    ...figure.layout,
    font,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: { bgcolor: colour("surface"), bordercolor: colour("line"), font },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("ink-soft"), activecolor: colour("ink") },
    ...axes,
    shapes: (figure.layout.shapes || []).map((shape) => ({ ...shape, line: { color: colour("ink-soft"), width: 1, dash: "dot" } })),
    annotations: (figure.layout.annotations || []).map((note) => ({
      ...note,
      font: { ...font, color: colour("ink-soft"), size: narrow ? 11 : 13 },
    })),
  };
  const data = figure.data.map((trace) => {
    const own = colour(trace.meta.token);
    if (trace.type === "heatmap") return { ...trace, colorscale: [[0, colour("surface")], [1, own]] };
    return {
      ...trace,
      marker: { ...trace.marker, color: own, line: { ...trace.marker?.line, color: colour("surface") } },
      line: { ...trace.line, color: own },
      ...(trace.type === "box" ? { fillcolor: "rgba(0,0,0,0)" } : {}),
    };
  });
  return { data, layout };
}

function fillTable(table, { table: { columns, rows }, links }) {
  const head = document.createElement("tr");
  head.append(...columns.map((name) => cell("th", name, { scope: "col" })));
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(
    ...rows.map((values, index) => {
      const row = document.createElement("tr");
      row.append(...values.map((value, column) => cell(column ? "td" : "th", value, column ? {} : { scope: "row" })));
      row.querySelectorAll("td").forEach((td, column) => (td.dataset.label = columns[column + 1]));
      const link = document.createElement("a");
      link.href = links[index];
      link.textContent = row.cells[0].textContent;
      row.cells[0].replaceChildren(link);
      return row;
    }),
  );
}

function cell(kind, value, attributes) {
  const made = Object.assign(document.createElement(kind), attributes);
  made.textContent = value ?? "";
  if (typeof value === "number") made.classList.add("num");
  return made;
}
