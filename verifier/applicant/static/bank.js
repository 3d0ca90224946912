// A button that copies the payment's reference; without scripts the reference is selected by a tap.

const button = document.getElementById("copy");
const told = document.getElementById("told");

button.hidden = false;
button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(document.getElementById("reference").textContent);
    told.textContent = button.dataset.copied;
  } catch {
    told.textContent = button.dataset.not;
  }
});
