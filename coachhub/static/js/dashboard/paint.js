/* From a figure as the server sends it to what plotly.js draws: the theme's colours, and what the width leaves room for.

   A figure says what it is about by tokens (`meta.token`, names of tokens.css). `layout.meta` may name a height in pixels, or
   how many small drawings (`panels`) there are, each `row` pixels high. */

const NARROW_PX = 480;
const PANEL_PX = 170; // as wide as a small drawing wants to be
const FRAME_PX = 100;

let selections = 0; // each painting's choice of marks is ours, and not what plotly.js remembers

/** How the marks that are chosen are drawn: `chosen` is the set of their introductions, empty for none. */
function picked(trace, intros, chosen) {
  const rows = numbers(trace.customdata);
  if (!chosen.size || !rows.length || !intros.length) return {};
  return {
    selectedpoints: rows.flatMap((row, index) => (chosen.has(intros[row]) ? [index] : [])),
    unselected: { marker: { opacity: 0.3 } },
  };
}

/** A function from a token's name to its colour there: what a token says may itself have to be worked out by the theme. */
function coloursAt(element) {
  const known = new Map();
  return (token) => {
    if (!known.has(token)) {
      const probe = document.createElement("span");
      probe.style.color = `var(--${token})`;
      element.parentElement.append(probe);
      known.set(token, getComputedStyle(probe).color);
      probe.remove();
    }
    return known.get(token);
  };
}

const ARRAYS = { u1: Uint8Array, i2: Int16Array, i4: Int32Array };

/** A trace's list, also where it came packed. */
function numbers(list) {
  if (!list) return [];
  if (!list.bdata) return Array.isArray(list) ? list : [...list];
  const bytes = Uint8Array.from(atob(list.bdata), (sign) => sign.charCodeAt(0));
  return [...new ARRAYS[list.dtype](bytes.buffer)];
}

export function painted(element, { figure, intros }, { dragmode, chosen }) {
  const colour = coloursAt(element);
  const font = { color: colour("ink"), family: getComputedStyle(element).fontFamily, size: 13 };
  const lines = { gridcolor: colour("line"), linecolor: colour("line"), tickcolor: colour("line") };
  const narrow = element.clientWidth < NARROW_PX;
  const panels = figure.layout.meta?.panels;
  const axes = Object.fromEntries(
    Object.entries(figure.layout)
      .filter(([name]) => /^[xy]axis\d*$/.test(name))
      .map(([name, own]) => [name, { ...own, ...lines, ...(panels ? { tickfont: { size: 10 } } : {}) }]),
  );
  const layout = {
    ...figure.layout,
    ...(panels ? gridOf(figure.layout, element.clientWidth) : {}),
    font,
    dragmode,
    uirevision: "kept", // zoom and what the legend hides stay when the figure is drawn anew
    selectionrevision: (selections += 1),
    selections: [],
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    hoverlabel: { bgcolor: colour("surface"), bordercolor: colour("line"), font },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("ink-soft"), activecolor: colour("ink") },
    newselection: { line: { color: colour("accent"), width: 1, dash: "dash" } },
    ...axes,
    shapes: (figure.layout.shapes || []).map((shape) =>
      shape.type === "rect"
        ? { ...shape, fillcolor: colour("good-soft"), line: { width: 0 } }
        : { ...shape, line: { color: colour("ink-soft"), width: 1, dash: "dot" } },
    ),
    annotations: (figure.layout.annotations || []).map((note) => ({
      ...note,
      font: { ...font, color: colour("ink-soft"), size: narrow || panels ? 11 : 13 },
    })),
  };
  const data = figure.data.map((trace) => {
    const own = colour(trace.meta.token);
    if (trace.type === "heatmap") return { ...trace, colorscale: [[0, colour("surface")], [1, own]] };
    return {
      ...trace,
      marker: { ...trace.marker, color: own, line: { ...trace.marker?.line, color: colour("surface") } },
      line: { ...trace.line, color: own },
      ...(trace.type === "bar" && !trace.marker?.pattern ? { insidetextfont: { color: colour("surface") } } : {}),
      ...(trace.type === "box" ? { fillcolor: "rgba(0,0,0,0)" } : {}),
      ...picked(trace, intros, chosen),
    };
  });
  return { data, layout };
}

/** The height that a figure asks for at this width; 0 where it takes what there is. */
export function heightOf({ figure }, width) {
  const { panels, row, height } = figure.layout.meta || {};
  return panels ? FRAME_PX + row * Math.ceil(panels / columnsFor(panels, width)) : height || 0;
}

function gridOf(layout, width) {
  const columns = columnsFor(layout.meta.panels, width);
  return { grid: { ...layout.grid, columns, rows: Math.ceil(layout.meta.panels / columns) } };
}

function columnsFor(panels, width) {
  return Math.max(2, Math.min(6, panels, Math.floor(width / PANEL_PX)));
}
