// The case page's viewer and keys. Without this the page shows the plain picture with the same overlay on it.
// Single keys can be switched off (WCAG 2.1.4), here as at the queue; that is remembered in this browser.
const OFF = "bonafide_keys_off";
const STEP = 1.4;
const stage = document.querySelector("[data-viewer]");
const rows = [...document.querySelectorAll("tr[data-row]")];
const viewer = stage && window.OpenSeadragon ? open(stage) : null;

function open(figure) {
  // The viewer would add a style element of its own, which the page's policy refuses; told that there is one, it does not.
  const told = document.createElementNS("urn:none", "style");
  told.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(told);
  const element = document.createElement("div");
  element.className = "live-view";
  figure.append(element);
  const overlay = figure.querySelector("svg.overlay");
  if (overlay) figure.style.aspectRatio = `${overlay.dataset.width} / ${overlay.dataset.height}`;
  else figure.style.aspectRatio = "4 / 3";
  figure.classList.add("live");
  const made = window.OpenSeadragon({
    element,
    drawer: "canvas",
    tileSources: { type: "image", url: figure.dataset.src },
    showNavigationControl: false,
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.4,
    maxZoomPixelRatio: 4,
    visibilityRatio: 0.4,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { pinchRotate: false },
  });
  made.canvas.setAttribute("aria-label", figure.dataset.label);
  made.canvas.setAttribute("role", "application");
  made.addHandler("open", () => {
    if (!overlay) return;
    const size = made.world.getItemAt(0).getContentSize();
    made.addOverlay({ element: overlay, location: new window.OpenSeadragon.Rect(0, 0, 1, size.y / size.x) });
  });
  made.addHandler("open-failed", () => {
    element.remove();
    figure.classList.remove("live");
  });
  // Its own keys for what ours do, which work all over the page.
  made.addHandler("canvas-key", (event) => {
    if ("+-=r0f".includes(event.originalEvent.key)) event.preventDefaultAction = true;
  });
  document.querySelector("[data-tools]").hidden = false;
  return made;
}

const acts = {
  in: () => viewer?.viewport.zoomBy(STEP).applyConstraints(),
  out: () => viewer?.viewport.zoomBy(1 / STEP).applyConstraints(),
  turn: () => viewer?.viewport.setRotation(viewer.viewport.getRotation() + 90),
  home: () => {
    viewer?.viewport.setRotation(0);
    viewer?.viewport.goHome();
  },
};
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);

// The picture of the traces is fetched once it is asked for.
const traces = document.querySelector("image[data-href]");
const wanted = document.getElementById("layer-traces");
const fetchTraces = () => wanted.checked && traces.setAttribute("href", traces.dataset.href);
if (traces && wanted) {
  wanted.addEventListener("change", fetchTraces);
  fetchTraces();
}

// A field's row and its place on the picture light up together.
function light(field) {
  for (const shape of document.querySelectorAll(".overlay [data-field]")) {
    shape.classList.toggle("lit", field !== "" && shape.dataset.field === field);
  }
  for (const row of rows) row.classList.toggle("lit", field !== "" && row.dataset.row === field);
}
for (const row of rows) {
  for (const event of ["pointerenter", "focus"]) row.addEventListener(event, () => light(row.dataset.row));
  for (const event of ["pointerleave", "blur"]) row.addEventListener(event, () => light(""));
}
for (const shape of document.querySelectorAll(".overlay [data-field]")) {
  shape.addEventListener("pointerenter", () => light(shape.dataset.field));
  shape.addEventListener("pointerleave", () => light(""));
}

function nextField() {
  const reachable = rows.filter((row) => row.tabIndex === 0);
  const at = reachable.indexOf(document.activeElement?.closest("tr[data-row]"));
  reachable[(at + 1) % reachable.length]?.focus();
  if (reachable.length) bringIntoSight(reachable[(at + 1) % reachable.length].dataset.row);
}

function bringIntoSight(field) {
  const shape = document.querySelector(`.overlay .fields [data-field="${field}"]`);
  const overlay = shape?.ownerSVGElement;
  if (!viewer || !overlay || viewer.world.getItemCount() === 0) return;
  const box = shape.getBBox();
  const width = Number(overlay.dataset.width);
  const place = new window.OpenSeadragon.Rect(box.x / width, box.y / width, box.width / width, box.height / width);
  const sight = viewer.viewport.getBounds();
  if (sight.width < 1 && !sight.containsPoint(place.getCenter())) viewer.viewport.panTo(place.getCenter());
}

const keys = { "+": acts.in, "=": acts.in, "-": acts.out, r: acts.turn, 0: acts.home, f: nextField };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF) !== null) return;
  if (event.target.closest("textarea, select, input:not([type='radio'], [type='checkbox'])")) return;
  const verdict = document.querySelector(`input[name="verdict"][data-key="${CSS.escape(event.key)}"]`);
  if (verdict) {
    verdict.checked = true;
    verdict.focus();
    event.preventDefault();
  } else if (Object.hasOwn(keys, event.key)) {
    keys[event.key]();
    event.preventDefault();
  }
});

const single = document.querySelector("[data-keys]");
if (single) {
  const on = single.querySelector("input");
  on.checked = localStorage.getItem(OFF) === null;
  on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  single.hidden = false;
}

document.getElementById("trouble")?.focus();
