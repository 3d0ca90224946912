// Everything that an agent did at a visit, in the browser's own database until the service has confirmed it.
// A reload, a lost connection or a closed page lose nothing. One item is one thing to send:
// { key, visit, kind: "answer" | "photo" | "signature" | "submit", id, sent, refused, … }; `refused` is why the
// service will never take it: such a thing stays here to be seen, and is sent no more.

const NAME = "bonafide-visits";
const ITEMS = "items";

let database;

function opened() {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(ITEMS, { keyPath: "key" }).createIndex("visit", "visit");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return database;
}

async function within(mode, act) {
  const transaction = (await opened()).transaction(ITEMS, mode);
  const asked = act(transaction.objectStore(ITEMS));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? asked.error);
  });
}

export const keyOf = (visit, kind, id) => `${visit}/${kind}/${id}`;

// Resolves when it is on the disk.
export function keep(item) {
  return within("readwrite", (items) => items.put(item));
}

export function drop(key) {
  return within("readwrite", (items) => items.delete(key));
}

export function itemsOf(visit) {
  return within("readonly", (items) => items.index("visit").getAll(visit));
}

// Note what became of an item, unless it was changed while it was under way.
function note(item, became) {
  return within("readwrite", (items) => {
    const asked = items.get(item.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (now && now.changed === item.changed) items.put({ ...now, ...became });
    };
    return asked;
  });
}

export const markSent = (item) => note(item, { sent: true });
export const setAside = (item, refused) => note(item, { refused });
export const waits = (item) => !item.sent && !item.refused;

export async function forget(visit) {
  for (const item of await itemsOf(visit)) await drop(item.key);
}
