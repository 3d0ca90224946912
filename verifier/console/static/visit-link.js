// The firm's own telephone: a short-lived link as a QR code, shown until they have signed or it is closed.

import { askLink } from "./visit-sending.js";

const EVERY = 3_000; // milliseconds between two looks whether they have signed

// `told` says until when the link is good, `look` whether they have signed. Throws a Trouble, or a TypeError without
// a network.
export async function offerLink(dialog, visit, told, look) {
  const { url, qr, until } = await askLink(visit);
  const [image, link] = [dialog.querySelector("img"), dialog.querySelector("a")];
  image.src = URL.createObjectURL(new Blob([qr], { type: "image/svg+xml" }));
  link.textContent = link.href = url;
  dialog.querySelector(".hint").textContent = told(new Date(until).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  dialog.querySelector("button").addEventListener("click", () => dialog.close(), { once: true });
  dialog.showModal();
  try {
    while (dialog.open) {
      await new Promise((resolve) => { setTimeout(resolve, EVERY); });
      if (dialog.open && await look()) dialog.close();
    }
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
