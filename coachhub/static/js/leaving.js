const LEAVING_MS = 5000;
let left = -LEAVING_MS;
addEventListener("beforeunload", () => {
  left = performance.now();
});

/**
 * The browser is on its way to another page, which may have been made before what is sent now arrives: so nothing that was
 * kept in the browser is forgotten. A way that was broken off is over after a moment.
 */
export const isLeaving = () => performance.now() - left < LEAVING_MS;
