// A button that copies the link, and shows it where the browser does not let scripts copy.

import { language, say } from "./words.js";

/** Make the first button of a place copy the page's link, without what belongs to this visit alone. */
export function offerCopy(place) {
  const button = place.querySelector("button");
  const told = place.querySelector("[role=status]");
  const link = `${location.origin}${location.pathname}?lang=${language}`;
  place.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link);
      told.textContent = say("copied");
    } catch {
      told.textContent = say("not_copied");
      const shown = document.createElement("code");
      shown.textContent = link;
      told.append(document.createElement("br"), shown);
    }
  });
}
