// Words that this browser keeps until the server has acknowledged them: one entry a tab, found again after a crash.

import { isLeaving } from "./leaving.js";

const PREFIX = "draft";

function tabId() {
  let id = sessionStorage.getItem("tab");
  if (!id) {
    id = String(Date.now()) + Math.random().toString(36).slice(2, 8);
    sessionStorage.setItem("tab", id);
  }
  return id;
}

export class Kept {
  /** `person` and `intro` name whose words of which introduction these are. */
  constructor(person, intro) {
    this.stem = `${PREFIX}:${person}:${intro}:`;
    this.name = this.stem + tabId();
  }

  /** `isSaved`: the server has them, at `revision`, but the page that comes may have been made before. */
  keep(text, revision, isSaved = false) {
    try {
      localStorage.setItem(this.name, JSON.stringify({ text, revision, isSaved, at: Date.now() }));
    } catch {
      // A full or forbidden store: the page still saves to the server.
    }
  }

  /** The server has `text`, at `revision`: this tab's entry is done with, and any other that says the same. */
  acknowledge(text, revision) {
    if (isLeaving()) {
      this.keep(text, revision, true);
      return;
    }
    for (const [name, entry] of this.entries()) {
      if (name === this.name || entry.text === text) localStorage.removeItem(name);
    }
  }

  drop() {
    for (const [name] of this.entries()) localStorage.removeItem(name);
  }

  /** The newest entry of any tab that a page of this revision does not show, or undefined. */
  newest(revision) {
    for (const [name, entry] of this.entries()) {
      if (entry.isSaved && entry.revision <= revision) localStorage.removeItem(name);
    }
    return this.entries()
      .map(([, entry]) => entry)
      .sort((a, b) => b.at - a.at)[0];
  }

  entries() {
    const found = [];
    for (let index = 0; index < localStorage.length; index += 1) {
      const name = localStorage.key(index);
      if (!name.startsWith(this.stem)) continue;
      try {
        found.push([name, JSON.parse(localStorage.getItem(name))]);
      } catch {
        localStorage.removeItem(name);
      }
    }
    return found;
  }
}
