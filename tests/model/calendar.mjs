// Days as people in Madrid count them: since 1970-01-01, through the changes of their clocks.

export const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

const parts = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Madrid", year: "numeric", month: "2-digit", day: "2-digit" });

export function localDate(ms) {
  return parts.format(ms);
}

export function dayOf(date) {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

export function localDay(ms) {
  return dayOf(localDate(ms));
}

export function dateOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

// The moment at which the day begins there.
export function dayStart(day) {
  let ms = day * DAY - 3 * HOUR;
  while (localDay(ms) < day)
    ms += HOUR / 2;
  return ms;
}

// The first of the month so many months before the month of the day.
export function monthStart(day, back = 0) {
  const [year, month] = dateOf(day).split("-").map(Number);
  return Date.UTC(year, month - 1 - back, 1) / DAY;
}

// The same date a year before; the 29th of February becomes the 28th.
export function yearBack(day) {
  const [year, month, date] = dateOf(day).split("-").map(Number);
  return Date.UTC(year - 1, month - 1, month === 2 && date === 29 ? 28 : date) / DAY;
}
