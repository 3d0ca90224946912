// Sends a film in batches while it is being made, insists over a bad line, and goes on where it stopped.

import { ask, Refused } from "./asking.js";

const FIRST_PAUSE = 500; // milliseconds; doubled with every failure
const LONGEST_PAUSE = 8000;

/**
 * `address` is the attempt's. `onProgress(share)` as bytes arrive, `onNetwork("offline" | "slow" | "resumed")`,
 * `onRefused(code)` once, where the film cannot be sent.
 */
export class Sender {
  #address;
  #on;
  #deadline;
  #batches = [];
  #arrived = new Set();
  #running = null;
  #over = false;

  constructor(address, seconds, on) {
    this.#address = address;
    this.#deadline = performance.now() + seconds * 1000;
    this.#on = on;
  }

  add(batch) {
    this.#batches.push(batch);
    this.#running ??= this.#sendAll()
      .catch((error) => this.#refuse(error))
      .finally(() => (this.#running = null));
  }

  /** Resolves once the service has the whole film; throws Refused. */
  async finish(count) {
    for (;;) {
      while (this.#running) await this.#running;
      try {
        return await this.#insist(() =>
          ask(`${this.#address}/finish`, { method: "POST", json: { batches: count } }),
        );
      } catch (error) {
        if (error.code !== "batches_missing") throw error;
        await this.#learn();
        await this.#sendAll();
      }
    }
  }

  abandon() {
    this.#over = true;
    this.#batches = [];
  }

  async #sendAll() {
    for (let batch; (batch = this.#next()); ) {
      const sent = batch;
      await this.#insist(() => this.#put(sent));
      this.#arrived.add(sent.index);
      this.#on.onProgress(this.share);
    }
  }

  #next() {
    return this.#batches.find(({ index }) => !this.#arrived.has(index));
  }

  async #put({ index, times, frames }) {
    if (this.#arrived.has(index)) return null;
    const form = new FormData();
    form.append("times", JSON.stringify(times));
    frames.forEach((frame, i) => form.append("frame", frame, `${i}.jpg`));
    return ask(`${this.#address}/batches/${index}`, { method: "PUT", form });
  }

  /** Ask again and again, with growing pauses, until it is served or refused for good. */
  async #insist(send) {
    for (let failures = 0; ; failures++) {
      if (this.#over) throw new Refused("abandoned");
      if (performance.now() > this.#deadline) throw new Refused("late");
      try {
        if (failures) await this.#learn();
        const answer = await send();
        if (failures) this.#on.onNetwork("resumed");
        return answer;
      } catch (error) {
        if (!error.passing) throw error;
      }
      this.#on.onNetwork(navigator.onLine ? "slow" : "offline");
      await pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures));
    }
  }

  /** What arrived before the line broke need not be sent again. */
  async #learn() {
    const { received } = await ask(this.#address);
    this.#arrived = new Set(received);
  }

  /** How much of what there is has arrived, 0 to 1, in bytes. */
  get share() {
    const bytes = (batches) => batches.flatMap(({ frames }) => frames).reduce((sum, { size }) => sum + size, 0);
    const total = bytes(this.#batches);
    return total ? bytes(this.#batches.filter(({ index }) => this.#arrived.has(index))) / total : 0;
  }

  #refuse(error) {
    if (this.#over) return;
    this.#over = true;
    this.#on.onRefused(error.code ?? "unknown");
  }
}

/** Some time, a little more or less than asked, so that many phones do not come back at once; less when a lost
 * connection returns. */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds * (0.8 + 0.4 * Math.random()));
    window.addEventListener("online", done);
  });
}
