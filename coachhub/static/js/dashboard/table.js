/* What a figure shows, to read: filled when it is opened, since nobody reads all tables of a page. */

/** `part` finds the parts of the figure's side; the body is that of the figure's answer. */
export function offerTable(fold, table, body) {
  fold.hidden = Boolean(body.empty);
  fold.ontoggle = () => fold.open && fill(table, body);
  if (fold.open) fill(table, body);
}

function fill(table, { table: { columns, rows }, links }) {
  const head = document.createElement("tr");
  head.append(...columns.map((name) => cell("th", name, { scope: "col" })));
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(
    ...rows.map((values, index) => {
      const row = document.createElement("tr");
      row.append(...values.map((value, column) => cell(column ? "td" : "th", value, column ? {} : { scope: "row" })));
      row.querySelectorAll("td").forEach((td, column) => (td.dataset.label = columns[column + 1]));
      if (links[index]) {
        const link = document.createElement("a");
        link.href = links[index];
        link.textContent = row.cells[0].textContent;
        row.cells[0].replaceChildren(link);
      }
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
