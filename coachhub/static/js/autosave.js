// Saves a text by revision: one request at a time, again when the connection is back, never over somebody else's words.

const PAUSE_MS = 800;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 30000;

export class Autosave {
  /**
   * `post(body)` sends JSON and answers a Response; `kept` is a Kept. `onState(name, words)` hears "saved", "saving",
   * "offline", "failed", "signedout", "closed" (with the server's sentence); `onConflict({text, revision})` hears what
   * was saved elsewhere.
   */
  constructor({ text, revision, post, kept, onState, onConflict }) {
    Object.assign(this, { text, revision, post, kept, onState, onConflict });
    this.saved = text;
    this.isFailing = false;
    this.retryMs = FIRST_RETRY_MS;
    this.isConflicting = false;
    this.isHeld = false; // a text that the server would refuse: kept in the browser until it fits
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  get isDirty() {
    return this.text !== this.saved;
  }

  change(text) {
    this.text = text;
    if (!this.isDirty && !this.running && !this.isConflicting) {
      this.kept.acknowledge(text, this.revision);
      this.isFailing = false;
      this.onState("saved");
      return;
    }
    this.kept.keep(text, this.revision);
    if (this.isConflicting || this.isHeld) return;
    this.showSaving();
    this.later(PAUSE_MS);
  }

  /** While saving fails, that stays on the screen until a save has worked. */
  showSaving() {
    if (!this.isFailing) this.onState("saving");
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), ms);
  }

  /** True once the server has what was on the screen when this was called. */
  async flush() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.isConflicting || this.isHeld) return false;
    if (!this.isDirty) return true;
    this.running = this.send(this.text);
    const isSaved = await this.running;
    this.running = undefined;
    if (isSaved && this.isDirty) this.later(PAUSE_MS);
    return isSaved;
  }

  async send(text) {
    this.showSaving();
    let response;
    try {
      response = await this.post({ text, revision: this.revision });
    } catch {
      return this.failed("offline");
    }
    if (response.redirected || response.status === 401 || response.status === 403) return this.failed("signedout");
    if (response.status === 409) {
      const { current } = await response.json();
      this.isConflicting = true;
      this.isFailing = false;
      this.onConflict(current);
      return false;
    }
    if (response.status === 400) {
      this.isFailing = true;
      this.onState("closed", (await response.json()).detail);
      return false;
    }
    if (!response.ok) return this.failed("failed");
    this.revision = (await response.json()).revision;
    this.saved = text;
    this.isFailing = false;
    this.retryMs = FIRST_RETRY_MS;
    if (this.isDirty) {
      this.kept.keep(this.text, this.revision);
      this.showSaving();
    } else {
      this.kept.acknowledge(text, this.revision);
      this.onState("saved");
    }
    return true;
  }

  failed(state) {
    this.isFailing = true;
    this.onState(state);
    this.later(this.retryMs);
    this.retryMs = Math.min(2 * this.retryMs, LAST_RETRY_MS);
    return false;
  }

  /** Somebody has chosen `text` over what was saved elsewhere at `revision`. */
  settle(text, revision) {
    this.isConflicting = false;
    this.revision = revision;
    this.change(text);
    return this.flush();
  }
}
