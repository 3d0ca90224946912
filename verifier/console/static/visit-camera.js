// The camera in a dialog: photographs are taken here and nowhere else, and carry the visit's mark, time and place.

const LONG_SIDE = 1600; // pixels
const QUALITIES = [0.82, 0.65, 0.45];
const BYTES_MAX = 1_900_000;

// Why there is no camera, as the key of the words for it.
export function barred() {
  if (!window.isSecureContext) return "camera_insecure";
  return navigator.mediaDevices?.getUserMedia ? null : "camera_webview";
}

const TROUBLES = {
  NotAllowedError: "camera_refused",
  NotFoundError: "camera_none",
  OverconstrainedError: "camera_none",
  NotReadableError: "camera_busy",
};

export class Camera {
  #dialog; #video; #shutter; #stream = null;

  constructor(dialog) {
    this.#dialog = dialog;
    this.#video = dialog.querySelector("video");
    this.#shutter = dialog.querySelector("#shoot");
    dialog.addEventListener("close", () => this.#stop());
    document.addEventListener("visibilitychange", () => document.hidden && dialog.open && dialog.close());
  }

  // Throws an Error whose message is the key of the words for it.
  async open() {
    const bar = barred();
    if (bar) throw new Error(bar);
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } },
      });
    } catch (trouble) {
      throw new Error(TROUBLES[trouble.name] ?? "camera_busy");
    }
    this.#video.srcObject = this.#stream;
    this.#shutter.disabled = true; // until there is something to take
    this.#dialog.showModal();
    await this.#video.play();
    this.#shutter.disabled = false;
    this.#shutter.focus();
  }

  // The picture as JPEG with the lines written into it.
  async take(lines) {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width) throw new Error("camera_busy");
    const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const drawing = canvas.getContext("2d");
    drawing.drawImage(this.#video, 0, 0, canvas.width, canvas.height);
    write(drawing, canvas, lines);
    for (const quality of QUALITIES) {
      const jpeg = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (jpeg && jpeg.size <= BYTES_MAX) return jpeg;
    }
    throw new Error("camera_busy");
  }

  close() {
    this.#dialog.close();
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = this.#video.srcObject = null;
  }
}

function write(drawing, canvas, lines) {
  const size = Math.max(12, Math.round(canvas.width / 48));
  drawing.fillStyle = "rgb(0 0 0 / .6)";
  drawing.fillRect(0, canvas.height - size * 1.5 * lines.length, canvas.width, size * 1.5 * lines.length);
  drawing.fillStyle = "#fff";
  drawing.font = `${size}px ui-monospace, monospace`;
  drawing.textBaseline = "middle";
  lines.forEach((line, at) => {
    drawing.fillText(line, size / 2, canvas.height - size * 1.5 * (lines.length - at - 0.5), canvas.width - size);
  });
}
