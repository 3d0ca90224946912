// Says moments in the reader's own time; without it they are read in UTC.
const shape = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = time.textContent;
  time.textContent = shape.format(new Date(time.dateTime));
}
