// What a countersignature is bound to; the service computes the same (verifier.domain.visit.digest_of).

export async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// On one line, as it is kept, sent and signed.
export const oneLine = (text) => text.replace(/\s+/gu, " ").trim();

export function digestOf(order, answers, photos) {
  const told = order.filter((item) => answers.has(item)).map((item) => {
    const { answer, note } = answers.get(item);
    return `${item} ${answer} ${note}`.trim();
  });
  const lines = [...told, ...photos.map((photo) => photo.sha256).sort()];
  return sha256(new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")));
}
