// Lets an agent open a visit without a network: its page and the page's files, and nothing else of the console.
// The page itself puts them here (visit.js); what was answered and photographed is in the browser's own store.

const KEPT = "bonafide-visits";
const PAGE = /^\/console\/visits\/prf_[0-9a-z]+$/;
const FILES = "/assets/console/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(newest(request, pathname));
  else if (pathname.startsWith(FILES)) event.respondWith(kept(request));
});

// The page as it is now; without a network as it was last. What is no longer theirs is forgotten.
async function newest(request, pathname) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(pathname, answer.clone());
    if (answer.status === 403 || answer.status === 404) await cache.delete(pathname);
    return answer;
  } catch (lost) {
    return (await cache.match(pathname)) ?? Promise.reject(lost);
  }
}

// Files have addresses that change with their content, so what is kept is right.
async function kept(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request)) ?? fetch(request);
}
