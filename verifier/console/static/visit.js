// One visit: the checklist, the photographs, the firm's word, and what waits to be sent.

import { Camera } from "./visit-camera.js";
import { offerLink } from "./visit-link.js";
import { apart, follow, here, mayTell, refuse } from "./visit-place.js";
import { drop, forget, itemsOf, keep, keyOf, waits } from "./visit-queue.js";
import { digestOf, oneLine, sha256 } from "./visit-report.js";
import { sendAll, state, Trouble } from "./visit-sending.js";
import { Pad } from "./visit-signing.js";

const KEPT = "bonafide-visits";
const EVERY = 15_000; // milliseconds between two tries to send
const root = document.querySelector("#visit");
const told = JSON.parse(root.dataset.told);
const say = (key, values = {}) => Object.entries(values)
  .reduce((text, [name, value]) => text.replace(`{${name}}`, value), told.words[key] ?? key);
const one = (selector, within = root) => within.querySelector(selector);
const camera = new Camera(one("#camera"));
const pad = new Pad(one("#pad"), told.pad, showSigning);

const answers = new Map(); // by item
let photos = [];
let aside = []; // what the service refused for its own sake: to be seen, and done again
let signature = null;
let theirs = null; // what the firm said of this report on a telephone of its own
let submit = null;
let done = told.ended; // "sent", "cancelled", or nothing yet
let shooting = null; // the item that is photographed
let sending = false;
let trouble = "";
let reached = true; // whether the service answered last: a telephone calls itself online with no signal

// — What was kept —

async function load() {
  const all = await itemsOf(told.visit);
  const kept = all.filter((item) => !item.refused);
  const before = aside.length;
  aside = all.filter((item) => item.refused);
  for (const { id, changed } of aside) if (answers.get(id)?.changed === changed) answers.delete(id);
  for (const item of kept) if (item.kind === "answer") answers.set(item.id, item);
  signature = kept.find((item) => item.kind === "signature") ?? null;
  submit = kept.find((item) => item.kind === "submit") ?? null;
  if (signature && aside.length > before) notice("signed_again");
  if (aside.some(({ kind }) => kind === "signature")) notice("aside_signature");
  photos = kept.filter((item) => item.kind === "photo").sort((a, b) => a.number - b.number);
}

async function store(kind, id, fields) {
  const item = { key: keyOf(told.visit, kind, id), visit: told.visit, kind, id, sent: false, changed: crypto.randomUUID(), ...fields };
  await keep(item);
  return item;
}

// What the firm signed is what was there then: whatever changes afterwards, they are asked again.
async function unsign() {
  if (theirs) notice("signed_again");
  theirs = null;
  if (!signature) return;
  await drop(signature.key);
  signature = null;
  notice("signed_again");
}

// — Answers —

let writing = Promise.resolve();

function answer(item) {
  writing = writing.then(() => keepAnswer(item)).catch(lost);
  return writing;
}

async function keepAnswer(item) {
  const field = one(`[data-item="${item}"]`);
  const chosen = one("input:checked", field);
  const note = oneLine(one("textarea", field).value);
  const before = answers.get(item);
  if (!chosen || (before?.answer === chosen.value && before?.note === note)) return;
  answers.set(item, await store("answer", item, { answer: chosen.value, note, answered_at: new Date().toISOString() }));
  await unsign();
  show();
}

// — Photographs —

async function openCamera(item) {
  shooting = item;
  const faults = one(".fault", one(`[data-item="${item}"]`));
  faults.textContent = "";
  one("#camera h2").textContent = say(`item_${item}`);
  try {
    await camera.open();
  } catch (fault) {
    faults.textContent = say(fault.message);
  }
}

async function shoot() {
  const button = one("#shoot");
  button.disabled = true;
  try {
    const now = new Date();
    const place = here();
    const where = place.at ? `${place.at.map((degrees) => degrees.toFixed(5)).join(", ")} ±${Math.round(place.accuracy)} m` : say(`place_${place.reason}`);
    const jpeg = await camera.take([`${told.nonce} · ${shooting}`, `${now.toISOString()} · ${where}`]);
    const number = 1 + Math.max(0, ...photos.map((photo) => photo.number));
    const digest = await sha256(await jpeg.arrayBuffer());
    const fields = { item: shooting, number, taken_at: now.toISOString(), nonce: told.nonce, jpeg, sha256: digest, ...place };
    photos.push(await store("photo", crypto.randomUUID(), fields));
    camera.close();
    await unsign();
    show();
  } catch (fault) {
    camera.close();
    one(".fault", one(`[data-item="${shooting}"]`)).textContent = say(fault.message);
    if (!told.words[fault.message]) lost(fault);
  } finally {
    button.disabled = false;
  }
}

const pictures = new Map(); // addresses of the blobs, by photograph

function pictureOf(photo) {
  if (!pictures.has(photo.id)) pictures.set(photo.id, URL.createObjectURL(photo.jpeg));
  const image = document.createElement("img");
  image.src = pictures.get(photo.id);
  image.alt = say("photo_of", { item: say(`item_${photo.item}`), number: photo.number });
  return image;
}

// — The firm's word —

let shown = ""; // the digest of what the firm is looking at

async function handOver() {
  await writing;
  shown = await digestOf(told.items, answers, photos);
  const list = one("#firm-report");
  list.replaceChildren(...told.items.map(firmLine));
  pad.clear();
  one("#firm").showModal();
}

function firmLine(item) {
  const line = document.createElement("li");
  const given = answers.get(item);
  const title = document.createElement("b");
  title.textContent = told.both[`firm_item_${item}`].join(" / ");
  const words = document.createElement("span");
  words.textContent = told.both[`firm_answer_${given?.answer ?? "none"}`].join(" / ");
  line.append(title, words);
  if (given?.note) line.append(Object.assign(document.createElement("q"), { textContent: given.note }));
  const strip = document.createElement("div");
  strip.className = "strip";
  strip.append(...photos.filter((photo) => photo.item === item).map(pictureOf));
  line.append(strip);
  return line;
}

function showSigning() {
  const typed = one("#firm-typed").checked;
  const named = one("#firm-name").value.trim() && one("#firm-role").value.trim();
  one("#firm-sign").disabled = !named || (!typed && !pad.strokes.length);
}

async function sign(refused) {
  const fields = {
    signer: one("#firm-name").value.trim(),
    role: one("#firm-role").value.trim(),
    words: oneLine(one("#firm-words").value),
    strokes: refused ? [] : pad.strokes,
    signed_at: new Date().toISOString(),
    report: shown,
    refused,
  };
  signature = await store("signature", "firm", fields);
  one("#firm").close();
  show();
}

// — The firm's own telephone —

async function showLink() {
  await writing;
  await send();
  notice("");
  try {
    if ((await itemsOf(told.visit)).some(waits)) throw new TypeError("unsent");
    await offerLink(one("#link"), told.visit, (time) => say("link_until", { time }), look);
  } catch (fault) {
    if (fault instanceof TypeError) notice("link_needs_network");
    else if (fault instanceof Trouble) trouble = fault.message;
    else lost(fault);
    show();
  }
}

// Whether they have signed on a telephone of their own.
async function look() {
  theirs = (await state(told.visit)).by_firm;
  if (theirs) show();
  return theirs;
}

function signedWords() {
  if (theirs) return say(theirs.refused ? "firm_refused_it" : "firm_signed_own", { name: theirs.signer || "–" });
  if (!signature) return say("unsigned");
  return say(signature.refused ? "firm_refused_it" : "firm_signed_it", { name: signature.signer || "–" });
}

// — The end —

async function finish() {
  await writing;
  const report = await digestOf(told.items, answers, photos);
  submit = await store("submit", "visit", { photos: photos.map((photo) => photo.id), report });
  show();
  await send();
}

// — Sending —

async function send() {
  if (sending || done) return;
  sending = true;
  trouble = "";
  try {
    await show();
    if (await sendAll(told.visit, async () => { await load(); await show(); })) await over("sent");
    if (!done) await load();
    reached = true;
  } catch (fault) {
    reached = !(fault instanceof TypeError);
    if (fault instanceof Trouble) trouble = fault.message;
    else if (reached) lost(fault);
    if (trouble === "visit_over") await over("sent");
    if (trouble === "visit_cancelled") await over("cancelled");
  } finally {
    sending = false;
    show();
  }
}

// The service has it all, or wants none of it: nothing of it stays on the telephone.
async function over(how) {
  done = how;
  root.scrollIntoView();
  await forget(told.visit);
  await forgetPage();
  for (const address of pictures.values()) URL.revokeObjectURL(address);
}

async function forgetPage() {
  const cache = await caches.open(KEPT);
  await cache.delete(location.pathname);
}

function lost() {
  one("#unkept").hidden = false;
}

// — What is to be seen —

function notice(key) {
  one("#notice").textContent = key ? say(key) : "";
}

const lacking = () => told.items.filter((item) => !answers.has(item)
  || photos.filter((photo) => photo.item === item).length < told.wanted[item]);

async function show() {
  const waiting = (await itemsOf(told.visit)).filter(waits).length;
  const online = navigator.onLine && reached;
  one("#net").textContent = say(online ? "online" : "offline");
  one("#net").className = `badge ${online ? "good" : "warn"}`;
  one("#unsent").textContent = done ? say(`all_${done}`) : say(waiting ? "unsent" : "nothing_unsent", { count: waiting });
  one("#send").hidden = done || !waiting || sending;
  one("#sign-in").hidden = trouble !== "sign_in";
  one("#trouble").textContent = trouble && !done && trouble !== "sign_in" ? say(told.words[`unsent_${trouble}`] ? `unsent_${trouble}` : "unsent_other") : "";
  for (const item of told.items) showItem(item);
  const missing = done ? [] : lacking();
  one("#lacking").textContent = missing.length ? say("lacking", { items: missing.map((item) => say(`item_${item}`)).join(say("and")) }) : "";
  one("#signed").textContent = signedWords();
  one("#work").disabled = Boolean(submit);
  one("#work").hidden = one("#ready").hidden = done; // nothing of it is here any more
  one("#ended").hidden = !(done || submit);
  one("#ended").textContent = say(done ? `ended_${done}` : "ended_waits");
}

function showItem(item) {
  const field = one(`[data-item="${item}"]`);
  const mine = photos.filter((photo) => photo.item === item);
  one(".strip", field).replaceChildren(...mine.map(pictureOf));
  one(".aside", field).replaceChildren(...aside.filter((thing) => (thing.item ?? thing.id) === item).map(asideLine));
  one(".count", field).textContent = say("photos_of", { count: mine.length, wanted: told.wanted[item] });
}

function asideLine(thing) {
  const line = document.createElement("p");
  line.textContent = say(`aside_${thing.kind}`, { reason: say(told.words[`why_aside_${thing.refused}`] ? `why_aside_${thing.refused}` : "why_aside_other") });
  if (thing.kind === "photo") line.prepend(pictureOf(thing));
  return line;
}

function fill() {
  for (const [item, { answer, note }] of answers) {
    const field = one(`[data-item="${item}"]`);
    one(`input[value="${answer}"]`, field).checked = true;
    one("textarea", field).value = note;
  }
}

function showPlace(place) {
  const words = one("#place-told");
  if (!place.at) {
    words.textContent = say(`place_${place.reason}`);
    return;
  }
  const away = told.address ? say("place_away", { metres: Math.round(apart(place.at, told.address)) }) : "";
  words.textContent = `${say("place_known", { accuracy: Math.round(place.accuracy) })} ${away}`;
  one("#place-ask").hidden = true;
}

// — Without a network —

async function keepPage() {
  await navigator.serviceWorker.register("/console/visits/visit-worker.js");
  const cache = await caches.open(KEPT);
  const files = told.shell.map((name) => `${told.assets}/${name}`);
  for (const old of await cache.keys()) {
    const { pathname } = new URL(old.url);
    if (pathname.startsWith("/assets/") && !files.includes(pathname)) await cache.delete(old);
  }
  await cache.addAll(files);
  const page = await fetch(location.pathname, { redirect: "manual" });
  if (page.ok) await cache.put(location.pathname, page);
  await navigator.serviceWorker.ready;
  one("#ready").textContent = say("offline_ready");
}

function listen() {
  for (const item of told.items) {
    const field = one(`[data-item="${item}"]`);
    field.addEventListener("change", () => answer(item));
    one(".shoot", field).addEventListener("click", () => openCamera(item));
  }
  one("#shoot").addEventListener("click", shoot);
  one("#camera .close").addEventListener("click", () => camera.close());
  one("#place-share").addEventListener("click", () => follow(showPlace));
  one("#place-refuse").addEventListener("click", () => { refuse(); showPlace(here()); });
  one("#hand-over").addEventListener("click", handOver);
  one("#firm-link").addEventListener("click", showLink);
  one("#firm-clear").addEventListener("click", () => pad.clear());
  one("#firm-close").addEventListener("click", () => one("#firm").close());
  one("#firm-sign").addEventListener("click", () => sign(false).catch(lost));
  one("#firm-refuse").addEventListener("click", () => sign(true).catch(lost));
  one("#firm").addEventListener("input", showSigning);
  one("#finish").addEventListener("click", () => finish().catch(lost));
  one("#send").addEventListener("click", send);
  for (const event of ["online", "offline"]) window.addEventListener(event, () => { show(); if (navigator.onLine) send(); });
  document.addEventListener("visibilitychange", () => !document.hidden && send());
  // The page with the address must not stay for whoever signs in next; what is unsent does.
  document.querySelector("form[action='/console/sign-out']")?.addEventListener("submit", () => caches.delete(KEPT));
  setInterval(() => navigator.onLine && send(), EVERY);
}

try {
  if (!done) {
    await load();
    fill();
  }
  listen();
  root.hidden = false;
  await show();
  root.dataset.ready = "";
  if (done) await over(done);
  else {
    navigator.storage?.persist?.();
    if (await mayTell()) follow(showPlace);
    keepPage().catch(() => { one("#ready").textContent = navigator.onLine ? say("offline_not_ready") : ""; });
    await send();
    if (!done) await look().catch(() => {}); // without a network there is nothing to see yet
  }
} catch (fault) {
  root.hidden = false;
  lost(fault);
}
