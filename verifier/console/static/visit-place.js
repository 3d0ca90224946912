// Where the telephone says it is, once the agent has agreed to tell. Refusing is allowed and is noted.

const FRESH = 60_000; // milliseconds: an older fix is of another place
const EARTH = 6_371_008.8; // metres: the mean radius; the service measures on the ellipsoid

const REASONS = { 1: "denied", 2: "unavailable", 3: "timed_out" };

let fix = null;
let reason = "geolocation" in navigator ? "unavailable" : "unsupported";
let watching = false;

// Calls back with { at, accuracy } or { reason } whenever that changes.
export function follow(told) {
  if (watching || reason === "unsupported") return told({ reason });
  watching = true;
  navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      fix = { at: [coords.latitude, coords.longitude], accuracy: coords.accuracy, time: timestamp };
      told(fix);
    },
    ({ code }) => {
      reason = REASONS[code] ?? "unavailable";
      if (code === 1) fix = null;
      told({ reason });
    },
    { enableHighAccuracy: true, maximumAge: 15_000, timeout: 20_000 },
  );
}

// Whether the browser may tell already, so that nobody has to be asked again.
export async function mayTell() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}

export function refuse() {
  reason = "denied";
  fix = null;
}

// The last place if it is of now, else why there is none.
export function here() {
  return fix && Date.now() - fix.time < FRESH ? { at: fix.at, accuracy: fix.accuracy } : { reason };
}

// Metres along the sphere, good to half a percent: for the agent's eyes.
export function apart([north, east], [otherNorth, otherEast]) {
  const radians = Math.PI / 180;
  const haversine = (degrees) => Math.sin((degrees * radians) / 2) ** 2;
  const inner = haversine(otherNorth - north)
    + Math.cos(north * radians) * Math.cos(otherNorth * radians) * haversine(otherEast - east);
  return 2 * EARTH * Math.asin(Math.sqrt(inner));
}
