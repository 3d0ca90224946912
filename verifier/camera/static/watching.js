// Looks at the preview a few times a second and says one hint. Loaded once the camera is open.

import { grey, hint, quality } from "./guidance.js";

const LOOKED_AT = 160; // pixels of the longer side in which faces are looked for
const SMALLEST = 0.18; // of the shorter side
const FACE = 112; // pixels of the face whose light and sharpness are measured
const PAUSE = 300; // milliseconds between looks
const PATIENCE = 4000; // milliseconds for one look, the cascade's arrival included

/** Calls `tell(hint)` until `stop()`. */
export class Watcher {
  #video;
  #tell;
  #worker = null;
  #stopped = false;
  #small = drawing();
  #close = drawing();

  constructor(video, tell) {
    this.#video = video;
    this.#tell = tell;
    try {
      this.#worker = new Worker(new URL("cascade-worker.js", import.meta.url), { type: "module" });
    } catch {
      // Browsers without modules in workers get hints on light alone.
    }
    this.#watch();
  }

  stop() {
    this.#stopped = true;
    this.#worker?.terminate();
  }

  async #watch() {
    while (!this.#stopped) {
      if (this.#video.videoWidth) {
        const seen = await this.#look();
        if (!this.#stopped) this.#tell(hint(seen));
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async #look() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const scale = LOOKED_AT / Math.max(width, height);
    const picture = grey(this.#drawn(this.#small, [0, 0, width, height], width * scale, height * scale));
    const found = await this.#faces(picture, Math.min(picture.width, picture.height) * SMALLEST);
    const face = found && (found[0] ? enlarged(found[0], 1 / scale) : null);
    const side = Math.min(width, height) / 2;
    const { x, y, side: across } = face ?? { x: (width - side) / 2, y: (height - side) / 2, side };
    return { face, width, height, ...quality(grey(this.#drawn(this.#close, [x, y, across, across], FACE, FACE))) };
  }

  #drawn(context, from, width, height) {
    const size = [Math.round(width), Math.round(height)];
    [context.canvas.width, context.canvas.height] = size;
    context.drawImage(this.#video, ...from, 0, 0, ...size);
    return context.getImageData(0, 0, ...size);
  }

  /** The faces, or undefined where they cannot be looked for. */
  #faces(picture, smallest) {
    const worker = this.#worker;
    if (!worker) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(undefined), PATIENCE);
      const done = (found) => {
        clearTimeout(late);
        resolve(found);
      };
      worker.onmessage = ({ data }) => done(data.faces);
      worker.onerror = () => {
        this.#worker = null;
        done(undefined);
      };
      worker.postMessage({ picture, smallest });
    });
  }
}

function enlarged({ x, y, side }, by) {
  return { x: x * by, y: y * by, side: side * by };
}

function drawing() {
  return document.createElement("canvas").getContext("2d", { willReadFrequently: true });
}
