// Sends what waits, in an order in which the service can take it. Each thing is known by an identifier of ours,
// so that sending it again after a lost answer changes nothing.

import { drop, forget, itemsOf, keep, markSent, setAside, waits } from "./visit-queue.js";

const ORDER = ["answer", "photo", "signature", "submit"];
const PROBLEM = "application/problem+json";

// What tells that the thing itself is at fault, so that it would be refused however often it was sent.
const OF_ITS_OWN = [413, 415, 422];
const NEVER = ["visit_item_conflict", "limit_reached"];

export class Trouble extends Error {
  constructor(code, status) {
    super(code);
    this.ofThing = OF_ITS_OWN.includes(status) || NEVER.includes(code);
  }
}

const FIELDS = {
  answer: (item) => ["answers", { item: item.id, answer: item.answer, note: item.note, answered_at: item.answered_at }],
  photo: (item) => ["photos", {
    id: item.id,
    item: item.item,
    number: item.number,
    taken_at: item.taken_at,
    sent_at: new Date().toISOString(),
    nonce: item.nonce,
    ...(item.at ? { latitude: item.at[0], longitude: item.at[1], accuracy: item.accuracy } : { no_place: item.reason }),
    photo: new File([item.jpeg], "photo.jpg", { type: "image/jpeg" }),
  }],
  signature: (item) => ["countersignature", {
    signer: item.signer,
    role: item.role,
    signed_at: item.signed_at,
    report: item.report,
    refused: item.refused,
    words: item.words,
    strokes: JSON.stringify(item.strokes),
  }],
  submit: (item) => ["submit", { photos: JSON.stringify(item.photos), report: item.report }],
};

async function answered(response) {
  if (response.ok) return response;
  if (response.type === "opaqueredirect" || response.status === 401) throw new Trouble("sign_in");
  let code = "other";
  try {
    code = (await response.json()).code;
  } catch {
    // What is no problem document says nothing that could be told.
  }
  throw new Trouble(code, response.status);
}

// What has arrived, and the token of this session's forms.
export async function state(visit) {
  const response = await fetch(`/console/visits/${visit}/state`, {
    headers: { Accept: PROBLEM }, redirect: "manual", cache: "no-store",
  });
  return (await answered(response)).json();
}

async function post(item, token) {
  const [path, fields] = FIELDS[item.kind](item);
  const body = new FormData();
  for (const [name, value] of Object.entries({ form_token: token, ...fields })) body.append(name, value);
  const address = `/console/visits/${item.visit}/${path}`;
  return answered(await fetch(address, { method: "POST", body, headers: { Accept: PROBLEM }, redirect: "manual" }));
}

// A short-lived link for the firm's own telephone: { url, qr, until }, `qr` an SVG.
export async function askLink(visit) {
  const { form_token: token } = await state(visit);
  const body = new FormData();
  body.append("form_token", token);
  const address = `/console/visits/${visit}/firm-link`;
  return (await answered(await fetch(address, { method: "POST", body, headers: { Accept: PROBLEM }, redirect: "manual" }))).json();
}

// Sends all that waits; what is refused for its own sake is set aside, and the rest goes on. True when the service
// has the whole visit, whose things are then forgotten here. Throws a Trouble, or a TypeError without a network.
export async function sendAll(visit, progress) {
  const waiting = (await itemsOf(visit)).filter(waits)
    .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || (one.number ?? 0) - (other.number ?? 0));
  if (!waiting.length) return false;
  const { form_token: token, submitted } = await state(visit);
  if (submitted) return finished(visit);
  const end = waiting.find((item) => item.kind === "submit");
  let whole = true;
  for (const item of waiting) {
    if (item === end && !whole) break;
    try {
      await post(item, token);
      if (item === end) return finished(visit);
      await markSent(item);
    } catch (trouble) {
      if (trouble.message === "visit_incomplete") await all(visit);
      if (!trouble.ofThing || item === end) throw trouble;
      if (end) await drop(end.key); // it names what is set aside: the agent says anew that this is all
      await setAside(item, trouble.message);
      whole = false;
    }
    await progress();
  }
  return false;
}

async function finished(visit) {
  await forget(visit);
  return true;
}

// The service lacks something that it seemed to have: everything is sent again.
async function all(visit) {
  for (const item of await itemsOf(visit)) await keep({ ...item, sent: false });
}
