// What waits to be sent: each change kept in the browser until the server has acknowledged it, sent one after the other,
// again while it cannot be reached. Other tabs keep theirs under names of their own.

import { isLeaving } from "../leaving.js";
import { isTransient, showState, stored, storedLike, tell } from "./http.js";

const RETRY_MS = 4000;

export class Outbox {
  /**
   * `deliver(change)` sends one and answers {status, data}. `taken(change, data)` hears what was acknowledged,
   * `refused(change, status, data)` what never will be. A change has an `id`: a later one takes the earlier one's place.
   */
  constructor(name, { deliver, taken, refused }) {
    Object.assign(this, { name, deliver, taken, refused });
    this.changes = storedLike(`${name}:`).map(([, change]) => change);
    this.isSending = false;
    this.retry = 0;
    this.waiters = [];
    addEventListener("online", () => this.flush());
  }

  store(change) {
    return stored(`${this.name}:${change.id}`);
  }

  put(change) {
    this.changes = [...this.changes.filter((other) => other.id !== change.id), change];
    this.store(change).write(change);
    this.flush();
  }

  /** Resolves to true once nothing waits to be sent, to false when it could not be sent now. */
  allSent() {
    if (!this.changes.length) return Promise.resolve(true);
    this.flush();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.retry);
    while (this.changes.length) {
      if (isLeaving()) {
        this.retry = setTimeout(() => this.flush(), RETRY_MS);
        break;
      }
      showState(this.name, "saving");
      const change = this.changes[0];
      const { status, data } = await this.deliver(change);
      if (isTransient(status)) {
        showState(this.name, "kept");
        if (status === 401) tell(data.detail);
        this.retry = setTimeout(() => this.flush(), RETRY_MS);
        break;
      }
      const isLast = this.changes[0] === change;
      this.changes = this.changes.filter((other) => other !== change);
      if (isLast && !isLeaving()) this.store(change).write(null);
      if (status >= 400) this.refused(change, status, data);
      else this.taken(change, data);
    }
    this.isSending = false;
    if (!this.changes.length) showState(this.name, "saved");
    const settled = this.waiters;
    this.waiters = [];
    for (const resolve of settled) resolve(!this.changes.length);
  }

  /** The change of that id that still waits, if any. */
  waiting(id) {
    return this.changes.find((change) => change.id === id);
  }
}
