// The queue by keys: n takes the next case, j and k move, / searches, ? shows the keys. Without it all works by Tab.
// Single keys can be switched off (WCAG 2.1.4); that is remembered in this browser.
const OFF = "bonafide_keys_off";
const cases = [...document.querySelectorAll("a.case")];
const dialog = document.querySelector("dialog.keys");
const on = dialog.querySelector(".keys-on");
const search = document.querySelector("#text");

function move(step) {
  const at = cases.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : cases.length - 1) : Math.min(Math.max(at + step, 0), cases.length - 1);
  cases[to]?.focus();
  cases[to]?.scrollIntoView({ block: "nearest" });
}

const deeds = {
  n: () => document.querySelector("#next button")?.click(),
  j: () => move(1),
  k: () => move(-1),
  "/": () => search.select(),
};

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.open) return;
  if (event.key === "?") dialog.showModal();
  else if (on.checked && deeds[event.key]) deeds[event.key]();
  else return;
  event.preventDefault();
});

search.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !search.value) search.blur();
});

on.checked = localStorage.getItem(OFF) === null;
on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
document.querySelector(".keys-hint").hidden = false;
