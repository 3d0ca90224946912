// Runs the cascade beside the page, so that the preview stays smooth.

import { faces, prepared } from "./cascade.js";

let cascade = null;

self.onmessage = async ({ data }) => {
  try {
    cascade ??= prepared(await (await fetch(new URL("cascade.json", import.meta.url))).json());
    self.postMessage({ faces: faces(cascade, data.picture, data.smallest) });
  } catch {
    self.postMessage({ failed: true });
  }
};
