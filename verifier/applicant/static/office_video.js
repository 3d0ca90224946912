// Sends the film in parts by tus (https://tus.io) and goes on where it stood after the network was away.
const form = document.querySelector("#film");
const input = form.querySelector("input[type=file]");
const bar = form.querySelector("progress");
const said = form.querySelector("[role=status]");
const again = form.querySelector("#pause");
const words = JSON.parse(document.querySelector("#words").textContent);
const PART = 4 * 1024 * 1024;
let upload = null;
let paused = false;

form.querySelector("button[type=submit]").hidden = true;
input.addEventListener("change", () => {
  const file = input.files[0];
  if (!file) return;
  if (file.size > Number(form.dataset.most)) {
    said.textContent = words.too_large;
    return;
  }
  begin(file);
});

function begin(file) {
  bar.hidden = again.hidden = false;
  upload = new tus.Upload(file, {
    endpoint: form.dataset.upload,
    chunkSize: PART,
    retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
    removeFingerprintOnSuccess: true,
    headers: { Accept: "application/json" },
    onProgress(sent, all) {
      bar.max = all;
      bar.value = sent;
      said.textContent = words.sent.replace("{share}", Math.floor((sent / all) * 100));
    },
    onError(error) {
      const answer = error.originalResponse;
      said.textContent = answer && answer.getStatus() === 413 ? words.too_large : words.stopped;
      again.textContent = words.resume;
      paused = true;
    },
    onSuccess() {
      said.textContent = words.done;
      location.reload();
    },
  });
  upload.findPreviousUploads().then((earlier) => {
    if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
    upload.start();
  });
}

again.addEventListener("click", () => {
  paused = !paused;
  again.textContent = paused ? words.resume : words.pause;
  if (paused) upload.abort();
  else upload.start();
});
