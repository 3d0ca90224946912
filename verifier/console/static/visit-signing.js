// A pad to sign on with a finger: strokes as lists of whole points on the pad, as the service keeps them.

const STEP = 4; // units of the pad between two points of a stroke
const STROKES_MAX = 60;
const POINTS_MAX = 3000;

export class Pad {
  #canvas; #drawing; #size; #changed;
  strokes = [];

  constructor(canvas, size, changed) {
    this.#canvas = canvas;
    this.#size = size;
    this.#changed = changed;
    [canvas.width, canvas.height] = size;
    this.#drawing = canvas.getContext("2d");
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#go(event));
  }

  clear() {
    this.strokes = [];
    this.#drawing.clearRect(0, 0, ...this.#size);
    this.#changed();
  }

  #at({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((clientX - box.left) / box.width) * this.#size[0], this.#size[0]),
      within(((clientY - box.top) / box.height) * this.#size[1], this.#size[1]),
    ];
  }

  #begin(event) {
    if (this.strokes.length >= STROKES_MAX) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.#at(event)]);
    this.#changed();
  }

  #go(event) {
    if (!this.#canvas.hasPointerCapture(event.pointerId)) return;
    const stroke = this.strokes.at(-1);
    const [from, to] = [stroke.at(-1), this.#at(event)];
    const many = this.strokes.reduce((sum, one) => sum + one.length, 0);
    if (many >= POINTS_MAX || Math.hypot(to[0] - from[0], to[1] - from[1]) < STEP) return;
    stroke.push(to);
    this.#drawing.lineWidth = 4;
    this.#drawing.lineCap = "round";
    this.#drawing.strokeStyle = "#111";
    this.#drawing.beginPath();
    this.#drawing.moveTo(...from);
    this.#drawing.lineTo(...to);
    this.#drawing.stroke();
  }
}
