// Says moments in the reader's own time; without it they are read in UTC. What names a zone stays.
const shape = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

for (const time of document.querySelectorAll("time[datetime]:not([data-zone])")) {
  time.title = time.textContent;
  time.textContent = shape.format(new Date(time.dateTime));
}
