// One request to the service: its JSON, or why not.

const PATIENCE = 25_000; // milliseconds for one answer
const PASSING = [408, 425, 429];

/** The service said no. `passing`: the same request may be served later. */
export class Refused extends Error {
  constructor(code, passing = false) {
    super(code);
    this.code = code;
    this.passing = passing;
  }
}

/** The answer's JSON. Throws Refused; Refused("unreachable"), which may pass, where there is no answer. */
export async function ask(address, { method = "GET", json, form } = {}) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  const headers = { Accept: "application/json", ...(json && { "Content-Type": "application/json" }) };
  const body = form ?? (json && JSON.stringify(json));
  try {
    const answer = await fetch(address, { method, headers, body, signal: giveUp.signal, cache: "no-store" });
    if (answer.ok) return await answer.json();
    const { code } = await answer.json().catch(() => ({ code: "unavailable" }));
    throw new Refused(code, answer.status >= 500 || PASSING.includes(answer.status));
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("unreachable", true);
  } finally {
    clearTimeout(timer);
  }
}
