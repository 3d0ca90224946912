// The camera's screen from the first button to the film's arrival. One part is shown at a time; each has a way on.

import { ask } from "./asking.js";
import { cameras, isInfrared, kindOf, obstacle, openCamera, stop } from "./devices.js";
import { Film } from "./film.js";
import { Prompter } from "./prompting.js";
import { Sender } from "./sending.js";
import { say } from "./words.js";

const ANYWAY = 8000; // milliseconds after which filming may start, whatever is seen
const STEADY = 2; // good looks in a row before it may
const SPOKEN = 1200; // milliseconds that a hint stays at least, so that it can be read out
const PANELS = ["ready", "shoot", "send", "trouble"];
const ENDINGS = ["link_used", "link_unknown", "session_over", "consent_missing", "face_locked"];

const $ = (id) => document.getElementById(id);
const video = $("preview");
const shoot = $("shoot");
const ways = $("ways");
const picked = $("picker").querySelector("select");

let stream = null;
let watcher = null;
let anyway = 0;
let turn = 0; // of opening the camera: only the last one counts
let permission = null;
let failed = ""; // what kept the camera from opening the last time
let shooting = null; // what is under way: film, prompter, sender

function show(panel) {
  for (const name of PANELS) $(name).hidden = name !== panel;
  ways.hidden = panel === "send" || (panel === "shoot" && shoot.dataset.phase === "film");
  $(`${panel}-title`).focus();
}

// Opening the camera

async function open(deviceId) {
  close();
  const hindrance = obstacle();
  if (hindrance) return fail(hindrance);
  const mine = ++turn;
  $("opening").textContent = say("opening");
  try {
    const found = await openCamera(deviceId);
    if (mine !== turn) return stop(found);
    stream = found;
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    return mine === turn ? fail(kindOf(error)) : undefined;
  }
  if (mine !== turn) return undefined;
  $("opening").textContent = "";
  failed = "";
  for (const track of stream.getVideoTracks()) track.onended = interrupted;
  return live();
}

async function live() {
  const mine = turn;
  shoot.dataset.phase = "live";
  $("shoot-title").textContent = say("live_title");
  $("start").disabled = true;
  picked.disabled = false;
  $("guide").textContent = say("guide_wait");
  draw();
  video.onresize = draw;
  show("shoot");
  fillPicker();
  anyway = setTimeout(ready, ANYWAY);
  const { Watcher } = await import("./watching.js").catch(() => ({}));
  if (Watcher && mine === turn && stream && shoot.dataset.phase === "live") watcher = new Watcher(video, guide());
}

/** Says a hint at most as often as it can be read out, and lets filming start once the face is well placed. */
function guide() {
  let good = 0;
  let since = 0;
  return (hint) => {
    good = hint === "good" ? good + 1 : 0;
    shoot.dataset.hint = hint;
    if (good >= STEADY) ready();
    const words = say(`guide_${hint}`);
    const now = performance.now();
    if ($("guide").textContent === words || now - since < SPOKEN) return;
    since = now;
    $("guide").textContent = words;
  };
}

function ready() {
  $("start").disabled = false;
}

function close() {
  clearTimeout(anyway);
  watcher?.stop();
  watcher = null;
  stop(stream);
  stream = null;
  video.srcObject = null;
}

/** The oval in the middle of the picture, in the picture's own pixels. */
function draw() {
  const { videoWidth: width, videoHeight: height } = video;
  const [x, y] = [width / 2, height * 0.5];
  const ry = Math.min(height * 0.42, width * 0.54);
  const rx = ry * 0.74;
  $("oval").setAttribute("viewBox", `0 0 ${width} ${height}`);
  const ellipse = $("oval").querySelector("ellipse");
  for (const [name, value] of Object.entries({ cx: x, cy: y, rx, ry })) ellipse.setAttribute(name, value);
  const around = `M0 0H${width}V${height}H0Z`;
  const hole = `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
  $("oval").querySelector("path").setAttribute("d", around + hole);
  $("stage").style.setProperty("--ratio", `${width} / ${height}`);
  $("stage").style.setProperty("--shape", width / height);
}

async function fillPicker() {
  const found = await cameras();
  const used = stream?.getVideoTracks()[0]?.getSettings().deviceId;
  const options = found.map((camera, i) => {
    const name = camera.label || say("camera_number", { number: i + 1 });
    const shown = isInfrared(camera) ? say("infrared", { name }) : name;
    return new Option(shown, camera.deviceId, false, camera.deviceId === used);
  });
  picked.replaceChildren(...options);
  $("picker").hidden = found.length < 2;
}

// Filming

async function start() {
  $("start").disabled = picked.disabled = true;
  clearTimeout(anyway);
  $("guide").textContent = say("starting");
  try {
    film(await ask(`${location.pathname}/attempts`, { method: "POST" }));
  } catch (error) {
    over(error.code, "start");
  }
}

function film(challenge) {
  watcher?.stop();
  watcher = null;
  if (!stream?.active) return interrupted();
  shoot.dataset.phase = "film";
  $("shoot-title").textContent = say("film_title");
  $("film-network").textContent = "";
  show("shoot");
  const address = `${location.pathname}/attempts/${challenge.number}`;
  const sender = new Sender(address, challenge.seconds, {
    onProgress: progress,
    onNetwork: network,
    onRefused: (code) => over(code, "refused"),
  });
  const film = new Film(video, challenge, { onBatch: (batch) => sender.add(batch), onBroken: broken });
  for (const track of stream.getVideoTracks()) track.onmute = interrupted;
  film.start();
  shooting = { film, sender, prompter: new Prompter(challenge, film.began, filmed) };
  return undefined;
}

async function filmed() {
  const { film, sender } = shooting;
  const count = await film.stop();
  if (!shooting) return;
  shooting.filmed = true;
  close();
  progress(sender.share);
  show("send");
  try {
    await sender.finish(count);
    shooting = null;
    location.reload();
  } catch (error) {
    over(error.code, "refused");
  }
}

function progress(share) {
  if (!shooting) return;
  $("send-progress").value = share;
  $("send-said").textContent = say("send_percent", { percent: Math.round(100 * share) });
}

function network(how) {
  for (const place of ["film-network", "send-network"]) $(place).textContent = say(how);
}

// Whatever goes wrong

function interrupted() {
  if (shooting) return broken("interrupted");
  return stream ? fail("busy") : undefined;
}

/** An attempt that the service does not take any further: where the session has moved on, the page shows that. */
function over(code, otherwise) {
  if (code === "abandoned") return;
  if (ENDINGS.includes(code)) {
    shooting = null;
    location.reload();
  } else broken(["late", "attempt_over"].includes(code) ? "late" : otherwise);
}

async function broken(why) {
  shooting?.film.abandon();
  shooting?.sender.abandon();
  shooting?.prompter.stop();
  shooting = null;
  close();
  trouble(say("broken_title"), say(`broken_${why}`), say("film_again"));
  try {
    const { screen, attempts_left: left } = await ask(`${location.pathname}/state`);
    if (screen !== "camera") return location.reload();
    const words = left === 1 ? say("attempts_left_one") : say("attempts_left", { number: left });
    $("trouble-said").textContent += ` ${words}`;
  } catch {
    // The number can be told another time.
  }
  return undefined;
}

function fail(kind) {
  close();
  trouble(say(`trouble_${kind}_title`), say(`trouble_${kind}`), say("try_again"));
  $("opening").textContent = kind === failed ? say("still") : "";
  failed = kind;
  if (kind === "denied") awaitPermission();
}

/** Goes on by itself once the camera is allowed, where browsers tell. */
async function awaitPermission() {
  try {
    permission ??= await navigator.permissions.query({ name: "camera" });
    permission.onchange = () => {
      if (permission.state === "granted" && !$("trouble").hidden) open();
    };
  } catch {
    // Then the button does it.
  }
}

function trouble(title, said, again) {
  $("trouble-title").textContent = title;
  $("trouble-said").textContent = said;
  $("retry").textContent = again;
  ways.open = true;
  show("trouble");
}

$("open").addEventListener("click", () => open());
$("retry").addEventListener("click", () => open());
$("start").addEventListener("click", start);
$("stop").addEventListener("click", () => broken("stopped"));
picked.addEventListener("change", ({ target }) => open(target.value));
document.addEventListener("visibilitychange", () => {
  if (document.hidden && shooting && !shooting.filmed) broken("hidden");
});
screen.orientation?.addEventListener("change", () => {
  if (shooting && !shooting.filmed) broken("turned");
});
window.addEventListener("beforeunload", (event) => {
  if (shooting) event.preventDefault();
});
$("no-script").remove();
$("open").hidden = false;
