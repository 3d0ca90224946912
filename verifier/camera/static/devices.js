// Opens a camera that films faces, and says in one word why none opens.

export const WIDTH = 640;
export const HEIGHT = 480;

// Cameras for unlocking a computer see infrared: a grey face without colour, or depth.
const INFRARED = /infrared|infra-red|\bIR\b|红外|紅外|windows hello|depth|\bToF\b/i;

/** Why this page can never open a camera here: "insecure", "unsupported", or null. */
export function obstacle() {
  if (!window.isSecureContext) return "insecure";
  const parts = [navigator.mediaDevices?.getUserMedia, HTMLCanvasElement.prototype.toBlob, window.AbortController];
  return parts.every(Boolean) ? null : "unsupported";
}

/** One word for what getUserMedia threw. */
export function kindOf(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "absent";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "busy";
    case "SecurityError":
      return "insecure";
    case "NotSupportedError":
      return "unsupported";
    default:
      return "failed";
  }
}

/** The front camera, or the one that was chosen; never an infrared one of ourselves while there is another. */
export async function openCamera(deviceId) {
  const stream = await asked(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "user" });
  if (deviceId || !isInfrared(stream.getVideoTracks()[0])) return stream;
  const better = (await cameras()).find((camera) => !isInfrared(camera));
  if (!better) return stream;
  stop(stream);
  return asked({ deviceId: { exact: better.deviceId } });
}

/** Those there are, ordinary ones first. Their labels are empty until a camera was allowed. */
export async function cameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const found = devices.filter((device) => device.kind === "videoinput");
  return found.sort((a, b) => isInfrared(a) - isInfrared(b));
}

export function isInfrared({ label }) {
  return INFRARED.test(label);
}

export function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function asked(which) {
  const size = { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, frameRate: { ideal: 30 } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
}
