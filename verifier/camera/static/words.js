// The words that the server put into the page, in its language.

const place = document.getElementById("words");
const said = JSON.parse(place.dataset.words);

export const language = place.dataset.language;

/** The words for a key, with {names} filled in. */
export function say(key, values = {}) {
  return said[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
