// Films the preview: JPEG frames, not mirrored and never enlarged, each with its time, in batches of a second.

import { HEIGHT, WIDTH } from "./devices.js";

const PERIOD = 1000 / 15; // milliseconds from frame to frame
const EARLY = 8; // milliseconds by which a camera's frame may come before it is due
const APART = PERIOD / 2; // milliseconds between two frames at least, also after a stall
const BATCH = 1000; // milliseconds
const QUALITY = [0.85, 0.6]; // of JPEG: what is wanted, and the least
const COARSER = 0.05; // at once, where frames are too large for the film's bytes
const SHARE = 0.8; // of the film's bytes that frames are meant to fill
const PENDING = 4; // frames that may wait to be packed before one is left out
const SILENCE = 2500; // milliseconds without a frame

/** `onBatch({index, times, frames})` for each second; `onBroken(why)` once, where filming cannot go on. */
export class Film {
  began = 0;
  batches = 0;
  #video;
  #on;
  #context = document.createElement("canvas").getContext("2d", { alpha: false });
  #batch = [];
  #pending = 0;
  #budget;
  #quality = QUALITY[0];
  #due = 0;
  #last = 0;
  #seen = -1;
  #timers = [];
  #running = false;
  #delivered = Promise.resolve();

  /** A film of `length` milliseconds and at most `bytes`. */
  constructor(video, { length, bytes }, on) {
    this.#video = video;
    this.#on = on;
    this.#budget = (SHARE * bytes * PERIOD) / length;
  }

  start() {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(
      1,
      WIDTH / Math.max(videoWidth, videoHeight),
      HEIGHT / Math.min(videoWidth, videoHeight),
    );
    this.#context.canvas.width = Math.round(videoWidth * scale);
    this.#context.canvas.height = Math.round(videoHeight * scale);
    this.#running = true;
    this.began = this.#due = this.#last = performance.now();
    this.#video.onresize = () => {
      const same = this.#video.videoWidth === videoWidth && this.#video.videoHeight === videoHeight;
      if (!same) this.#break("turned");
    };
    this.#timers = [setInterval(() => this.#cut(), BATCH), setInterval(() => this.#listen(), 500)];
    if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) this.#await();
    else this.#timers.push(setInterval(() => this.#poll(), PERIOD));
  }

  /** Ends the film; resolves with how many batches it has, once all were handed over. */
  async stop() {
    this.#halt();
    this.#cut();
    await this.#delivered;
    return this.batches;
  }

  /** Ends it without a word. */
  abandon() {
    this.#halt();
    this.#batch = [];
  }

  #halt() {
    this.#running = false;
    this.#timers.forEach(clearInterval);
    this.#video.onresize = null;
  }

  #await() {
    this.#video.requestVideoFrameCallback(() => {
      if (!this.#running) return;
      this.#await();
      this.#offer();
    });
  }

  /** For browsers that do not tell of each frame: a frame that stands still is not filmed twice. */
  #poll() {
    if (this.#video.currentTime === this.#seen) return;
    this.#seen = this.#video.currentTime;
    this.#offer();
  }

  #offer() {
    const now = performance.now();
    this.#last = now;
    if (now < this.#due - EARLY || this.#pending >= PENDING) return;
    this.#due = Math.max(this.#due + PERIOD, now + APART);
    const { canvas } = this.#context;
    this.#context.drawImage(this.#video, 0, 0, canvas.width, canvas.height);
    this.#batch.push({ at: Math.round(now - this.began), frame: this.#packed(canvas) });
  }

  async #packed(canvas) {
    this.#pending++;
    const frame = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", this.#quality));
    this.#pending--;
    this.#weigh(frame?.size ?? 0);
    return frame;
  }

  /** A noisy camera's frames are several times as large as others; the film has to fit all the same. */
  #weigh(size) {
    if (size > this.#budget) this.#quality = Math.max(QUALITY[1], this.#quality - COARSER);
    else if (size < this.#budget / 2) this.#quality = Math.min(QUALITY[0], this.#quality + COARSER);
  }

  #cut() {
    const taken = this.#batch.splice(0);
    if (taken.length === 0) return;
    const index = this.batches++;
    this.#delivered = this.#delivered.then(async () => {
      const frames = await Promise.all(taken.map(({ frame }) => frame));
      const whole = taken.map(({ at }, i) => ({ at, frame: frames[i] })).filter(({ frame }) => frame);
      this.#on.onBatch({ index, times: whole.map(({ at }) => at), frames: whole.map(({ frame }) => frame) });
    });
  }

  #listen() {
    if (performance.now() - this.#last > SILENCE) this.#break("slow");
  }

  #break(why) {
    if (!this.#running) return;
    this.abandon();
    this.#on.onBroken(why);
  }
}
