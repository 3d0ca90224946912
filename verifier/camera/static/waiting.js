// Waits for the result: asks less and less often, and not at all while nobody looks.

import { ask } from "./asking.js";

const FIRST = 1000; // milliseconds
const SLOWER = 1.3;
const SLOWEST = 8000;
const LONG = 30_000;

const address = `${location.pathname}/state`;
const began = performance.now();

async function wait() {
  for (let pause = FIRST; ; pause = Math.min(SLOWEST, pause * SLOWER)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await looked();
    document.getElementById("long").hidden = performance.now() - began < LONG;
    try {
      const { screen } = await ask(address);
      if (screen !== "analysing") return location.reload();
    } catch {
      // The next question may be answered.
    }
  }
}

function looked() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

wait();
