// The queue by keys: j and k walk the rows, Enter opens (the row's link has the focus), / searches.

import { bindKeys, showKeys } from "./keys.js";

const links = [...document.querySelectorAll(".queue-row__link")];

function walk(step) {
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + step));
  links[next].focus();
  links[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
}

bindKeys({
  j: () => walk(1),
  k: () => walk(-1),
  "/": () => {
    const search = document.querySelector("[type=search]");
    search?.focus();
    search?.select();
    return search !== null;
  },
  "?": showKeys,
});
