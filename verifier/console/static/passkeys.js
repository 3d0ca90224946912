// Lets a form carry what an authenticator says. The options are in the hidden field, its answer goes there.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const asks = {
  create: (told) =>
    navigator.credentials.create({
      publicKey: {
        ...told,
        challenge: bytes(told.challenge),
        user: { ...told.user, id: bytes(told.user.id) },
        excludeCredentials: named(told.excludeCredentials),
      },
    }),
  get: (told) =>
    navigator.credentials.get({
      publicKey: { ...told, challenge: bytes(told.challenge), allowCredentials: named(told.allowCredentials) },
    }),
};

function spelled(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

for (const form of document.querySelectorAll("form.passkey")) {
  const field = form.elements.answer;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = form.querySelector(".fault[role=alert]");
    trouble.hidden = true;
    try {
      field.value = spelled(await asks[field.dataset.does](JSON.parse(field.dataset.options)));
    } catch {
      trouble.hidden = false;
      return;
    }
    form.submit();
  });
}
