// What to tell a person who holds a camera: where the face is, how light and how sharp. Hints alone; the server
// measures for itself, and nothing here keeps anybody from filming.

// Shares of the frame's shorter side that the cascade's square, brow to chin, may take. At 640 × 480 the lower
// one is 120 pixels; at the upper one a head that turns leaves the picture.
const NEAREST = 0.62;
const FURTHEST = 0.25;
const ASIDE = 0.16; // of the frame's width, from its middle
const ALOFT = 0.17; // of the frame's height
// Mean light of the face, of 255, and the spread of its Laplacian over that of its light. A little stricter than
// the policy (40, 220 and .12), so that who heeds the hints is not sent back; sample films have 80 to 144 and .23
// to .70.
const DARK = 55;
const BRIGHT = 185;
const BLURRED = 0.14;

/** Grey values of RGBA pixels, by the weights of ITU-R BT.601. */
export function grey({ width, height, data }) {
  const light = new Uint8Array(width * height);
  for (let i = 0; i < light.length; i++) {
    light[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2] + 0.5;
  }
  return { width, height, light };
}

/** Mean light, and the Laplacian's spread over the light's, of a grey picture. */
export function quality({ width, height, light }) {
  let edges = 0;
  let edgesSquared = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge = light[at - 1] + light[at + 1] + light[at - width] + light[at + width] - 4 * light[at];
      edges += edge;
      edgesSquared += edge * edge;
    }
  }
  const [mean, spread] = moments(light);
  const count = (width - 2) * (height - 2);
  const rough = Math.sqrt(Math.max(0, edgesSquared / count - (edges / count) ** 2));
  return { light: mean, sharpness: rough / Math.max(spread, 1) };
}

/**
 * One hint. `face` is {x, y, side} in a frame of `width` and `height` that is not mirrored, null where none is
 * seen, undefined where nothing can look for one. Left and right are the person's own.
 */
export function hint({ face, width, height, light, sharpness }) {
  if (light < DARK) return "dark";
  if (light > BRIGHT) return "bright";
  if (face === undefined) return sharpness < BLURRED ? "blurred" : "anyway";
  if (face === null) return "none";
  const size = face.side / Math.min(width, height);
  if (size < FURTHEST) return "closer";
  if (size > NEAREST) return "further";
  const aside = (face.x + face.side / 2) / width - 0.5;
  const aloft = (face.y + face.side / 2) / height - 0.5;
  if (aside > ASIDE) return "right"; // the picture's right is the person's left
  if (aside < -ASIDE) return "left";
  if (aloft > ALOFT) return "up";
  if (aloft < -ALOFT) return "down";
  return sharpness < BLURRED ? "blurred" : "good";
}

function moments(values) {
  let sum = 0;
  let squared = 0;
  for (const value of values) {
    sum += value;
    squared += value * value;
  }
  const mean = sum / values.length;
  return [mean, Math.sqrt(Math.max(0, squared / values.length - mean * mean))];
}
