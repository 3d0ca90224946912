// Everything that an agent did at a visit, in the browser's own database until the service has confirmed it.
// A reload, a lost connection or a closed page lose nothing. One item is one thing to send:
// { key, visit, kind: "answer" | "photo" | "signature" | "submit", id, sent, … }

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

// Note that an item was sent, unless it was changed while it was under way.
export async function markSent(item) {
  return within("readwrite", (items) => {
    const asked = items.get(item.key);
    asked.onsuccess = () => {
      const now = asked.result;
      if (now && now.changed === item.changed) items.put({ ...now, sent: true });
    };
    return asked;
  });
}

export async function forget(visit) {
  for (const item of await itemsOf(visit)) await drop(item.key);
}
