/* The report for print: each figure is drawn once, standing still, in the light theme's colours and as wide as the paper. */

import { heightOf, painted } from "./dashboard/paint.js";

const STILL = { staticPlot: true, responsive: false };

for (const element of document.querySelectorAll("[data-figure]")) {
  const body = { figure: JSON.parse(document.getElementById(element.dataset.figure).textContent), intros: [] };
  const height = heightOf(body, element.clientWidth);
  if (height) element.style.height = `${height}px`;
  const { data, layout } = painted(element, body, { dragmode: false, chosen: new Set() });
  window.Plotly.newPlot(element, data, { ...layout, width: element.clientWidth, height: element.clientHeight }, STILL);
}

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
