// Sends what waits, in an order in which the service can take it. Each thing is known by an identifier of ours,
// so that sending it again after a lost answer changes nothing.

import { forget, itemsOf, keep, markSent } from "./visit-queue.js";

const ORDER = ["answer", "photo", "signature", "submit"];
const PROBLEM = "application/problem+json";

export class Trouble extends Error {}

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
  throw new Trouble(code);
}

async function state(visit) {
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

// Sends all that waits. True when the service has the whole visit, whose things are then forgotten here.
// Throws a Trouble, or a TypeError without a network.
export async function sendAll(visit, progress) {
  const waiting = (await itemsOf(visit)).filter((item) => !item.sent)
    .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || (one.number ?? 0) - (other.number ?? 0));
  if (!waiting.length) return false;
  const { form_token: token, submitted } = await state(visit);
  if (submitted) return finished(visit);
  for (const item of waiting) {
    try {
      await post(item, token);
    } catch (trouble) {
      if (trouble.message === "visit_incomplete") await all(visit);
      throw trouble;
    }
    if (item.kind === "submit") return finished(visit);
    await markSent(item);
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
