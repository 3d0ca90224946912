// Shows and speaks the steps of a challenge in time with the film.

import { say } from "./words.js";

const TICK = 100; // milliseconds
const SHORT_BUZZ = 40; // milliseconds; felt with closed eyes

/** `done()` when the film is long enough. */
export class Prompter {
  #challenge;
  #began;
  #done;
  #timer;
  #shown = "";
  #place = {
    prompt: document.getElementById("prompt"),
    pictogram: document.getElementById("pictogram"),
    step: document.getElementById("step"),
    count: document.getElementById("count"),
    progress: document.getElementById("film-progress"),
  };

  constructor(challenge, began, done) {
    this.#challenge = challenge;
    this.#began = began;
    this.#done = done;
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  stop() {
    clearInterval(this.#timer);
  }

  #tick() {
    const { length } = this.#challenge;
    const at = performance.now() - this.#began;
    const { name, end, number } = moment(this.#challenge, at);
    this.#place.progress.value = Math.min(1, at / length);
    this.#show(name, number);
    write(this.#place.count, end > at ? say("seconds_left", { seconds: Math.ceil((end - at) / 1000) }) : "");
    if (at < length) return;
    this.stop();
    this.#done();
  }

  #show(name, number) {
    if (`${name}${number}` === this.#shown) return;
    this.#shown = `${name}${number}`;
    const total = this.#challenge.steps.length;
    write(this.#place.prompt, say(`step_${name}`));
    write(this.#place.step, number ? say("step_of", { number, total }) : "");
    this.#place.pictogram.setAttribute("href", `#step-${name}`);
    navigator.vibrate?.(SHORT_BUZZ);
  }
}

/** What is asked for at a time of the film, until when, and as which step; the opening and rests have no number. */
export function moment({ steps, length }, at) {
  const number = steps.findIndex(({ start, end }) => at >= start && at < end) + 1;
  if (number) return { name: steps[number - 1].action, end: steps[number - 1].end, number };
  if (at >= length) return { name: "done", end: 0, number: 0 };
  const next = steps.find(({ start }) => at < start);
  return { name: next === steps[0] ? "opening" : "rest", end: next === steps[0] ? next.start : 0, number: 0 };
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
