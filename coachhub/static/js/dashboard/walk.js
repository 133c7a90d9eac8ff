/* A figure by keys: arrows walk its marks in the order of its table, Home and End go to the first and the last, Enter opens,
   the space bar chooses where marks can be chosen, Escape leaves. What a mark says is told in the words of its row. */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** `shown()` is the figure's answer, `say(words)` tells, `open(row)` and `choose(row)` act; all for the element drawn on. */
export function walkMarks(element, { shown, say, open, choose }) {
  let row = -1;

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !shown()) return;
    const marks = marksOf(element);
    if (!marks.length) return;
    const at = marks.findIndex((mark) => mark.row === row);
    if (event.key in STEPS) go(marks, at < 0 ? 0 : at + STEPS[event.key]);
    else if (event.key === "Home") go(marks, 0);
    else if (event.key === "End") go(marks, marks.length - 1);
    else if (event.key === "Enter" && at >= 0) open(row);
    else if (event.key === " " && at >= 0 && choose) choose(row);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  element.addEventListener("blur", leave);

  function go(marks, wanted) {
    const mark = marks[Math.max(0, Math.min(marks.length - 1, wanted))];
    row = mark.row;
    const { curveNumber, pointNumber, subplot } = mark;
    window.Plotly.Fx.hover(element, [{ curveNumber, pointNumber }], subplot);
    const { columns, rows } = shown().table;
    say(columns.map((name, column) => `${name}: ${rows[row][column] ?? "–"}`).join("; "));
  }

  function leave() {
    if (row >= 0) window.Plotly.Fx.unhover(element);
    row = -1;
  }
}

/** The marks that are drawn, one for each row of the table. */
function marksOf(element) {
  const found = new Map();
  (element._fullData || []).forEach((trace, curveNumber) => {
    if (trace.visible !== true || !trace.customdata) return;
    const subplot = `${trace.xaxis || "x"}${trace.yaxis || "y"}`;
    Array.from(trace.customdata).forEach((row, pointNumber) => {
      if (typeof row === "number" && !found.has(row)) found.set(row, { row, curveNumber, pointNumber, subplot });
    });
  });
  return [...found.values()].sort((one, other) => one.row - other.row);
}
