// Finds frontal faces with OpenCV's cascade of Haar features (Viola and Jones; Lienhart's trees), on grey pictures.
//
// As OpenCV does it: the picture is made smaller step by step, every window of the cascade's size is asked
// stage by stage whether it is a face, and windows that agree are put together.

const STEP = 1.15; // from one size of face to the next
const AGREEING = 3; // windows that must agree on a face
const NEAR = 0.2; // how far windows that agree may differ, as a share of their size, as in OpenCV
const SLACK = 1e-5; // OpenCV's THRESHOLD_EPS

/** The cascade in flat arrays, from the JSON that the server made of OpenCV's file. */
export function prepared({ size, stages, features }) {
  return {
    size,
    features: features.map((rectangles) => Float64Array.from(rectangles.flat())),
    stages: stages.map(([threshold, ...trees]) => ({ threshold: threshold - SLACK, trees })),
  };
}

/**
 * The faces of a grey picture {width, height, light}, light a Uint8Array row by row: [{x, y, side, agreeing}] in
 * pixels, the surest first. Faces smaller than `smallest` pixels are not looked for.
 */
export function faces(cascade, picture, smallest) {
  const found = [];
  const largest = Math.min(picture.width, picture.height);
  for (let side = Math.max(smallest, cascade.size); side <= largest; side *= STEP) {
    const scale = side / cascade.size;
    const sums = summed(shrunk(picture, scale));
    const stride = scale > 2 ? 1 : 2;
    for (let y = 0; y + cascade.size <= sums.height; y += stride) {
      for (let x = 0; x + cascade.size <= sums.width; x += stride) {
        if (isFace(cascade, sums, x, y)) found.push({ x: x * scale, y: y * scale, side });
      }
    }
  }
  return together(found);
}

/** The picture made smaller by `scale`, bilinear. */
export function shrunk({ width, height, light }, scale) {
  const across = Math.round(width / scale);
  const down = Math.round(height / scale);
  const smaller = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    const [top, bottom, v] = between(y, scale, height);
    for (let x = 0; x < across; x++) {
      const [left, right, u] = between(x, scale, width);
      const above = light[top * width + left] * (1 - u) + light[top * width + right] * u;
      const below = light[bottom * width + left] * (1 - u) + light[bottom * width + right] * u;
      smaller[y * across + x] = above * (1 - v) + below * v + 0.5;
    }
  }
  return { width: across, height: down, light: smaller };
}

function between(position, scale, length) {
  const exact = Math.min(Math.max((position + 0.5) * scale - 0.5, 0), length - 1);
  const before = Math.floor(exact);
  return [before, Math.min(before + 1, length - 1), exact - before];
}

/** Sums of light and of its square over everything above and to the left, with a border of zeros. */
function summed({ width, height, light }) {
  const pitch = width + 1;
  const plain = new Float64Array(pitch * (height + 1));
  const squared = new Float64Array(pitch * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    let rowSquared = 0;
    for (let x = 0; x < width; x++) {
      const value = light[y * width + x];
      row += value;
      rowSquared += value * value;
      const at = (y + 1) * pitch + x + 1;
      plain[at] = plain[at - pitch] + row;
      squared[at] = squared[at - pitch] + rowSquared;
    }
  }
  return { width, height, pitch, plain, squared };
}

function area(sums, pitch, at, width, height) {
  const below = at + height * pitch;
  return sums[at] - sums[at + width] - sums[below] + sums[below + width];
}

function isFace({ size, stages, features }, { pitch, plain, squared }, x, y) {
  const at = y * pitch + x;
  const inner = size - 2; // OpenCV takes the contrast of the window without its rim
  const sum = area(plain, pitch, at + pitch + 1, inner, inner);
  const spread = inner * inner * area(squared, pitch, at + pitch + 1, inner, inner) - sum * sum;
  if (spread <= 0) return false;
  const contrast = Math.sqrt(spread);
  for (const { threshold, trees } of stages) {
    let sure = 0;
    for (const [nodes, leaves] of trees) {
      let node = 0;
      do {
        const value = feature(features[nodes[node * 4 + 2]], plain, pitch, at) / contrast;
        node = nodes[node * 4 + (value < nodes[node * 4 + 3] ? 0 : 1)];
      } while (node > 0);
      sure += leaves[-node];
    }
    if (sure < threshold) return false;
  }
  return true;
}

function feature(rectangles, plain, pitch, at) {
  let value = 0;
  for (let i = 0; i < rectangles.length; i += 5) {
    const from = at + rectangles[i + 1] * pitch + rectangles[i];
    value += rectangles[i + 4] * area(plain, pitch, from, rectangles[i + 2], rectangles[i + 3]);
  }
  return value;
}

/** Windows that lie close to each other as one face; those that few agree on are dropped. */
function together(windows) {
  const groups = [];
  for (const window of windows) {
    const near = groups.find((group) => group.some((other) => agree(window, other)));
    if (near) near.push(window);
    else groups.push([window]);
  }
  return groups
    .filter((group) => group.length >= AGREEING)
    .map((group) => ({ x: mean(group, "x"), y: mean(group, "y"), side: mean(group, "side"), agreeing: group.length }))
    .sort((a, b) => b.agreeing - a.agreeing);
}

function agree(a, b) {
  const reach = NEAR * Math.min(a.side, b.side);
  const right = a.x + a.side - b.x - b.side;
  const bottom = a.y + a.side - b.y - b.side;
  return [a.x - b.x, a.y - b.y, right, bottom].every((apart) => Math.abs(apart) <= reach);
}

function mean(group, name) {
  return group.reduce((sum, each) => sum + each[name], 0) / group.length;
}
