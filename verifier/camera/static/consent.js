// The first screen: says before the consent ties the link whether this browser can film at all.

import { offerCopy } from "./copying.js";
import { obstacle } from "./devices.js";
import { say } from "./words.js";

document.getElementById("no-script").remove();

const copy = document.getElementById("copy");
const unable = document.getElementById("unable");
const kind = obstacle();

if (kind) {
  unable.querySelector("p").textContent = say(`trouble_${kind}_before`);
  unable.hidden = false;
}
if (kind || "wanted" in copy.dataset) offerCopy(copy);
