// Times of follow-ups: days and hours of the location, as the API takes them ("2026-07-17T09:00" is local there).

import { dayOf } from "../../lib/format";
import { session } from "../../lib/session.svelte";

const MORNING = "09:00";
const DAY_MS = 86_400_000;
const MONDAY = 1;

// A calendar day so many days or months on; the end of a shorter month is its last day.
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
export function monthAfter(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}

export type Shortcut = { name: "tomorrow" | "monday" | "month"; date: string; time: string };

export function shortcuts(now = new Date()): Shortcut[] {
  const today = dayOf(now);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return [
    { name: "tomorrow", date: dayAfter(today, 1), time: MORNING },
    { name: "monday", date: dayAfter(today, ((MONDAY - weekday + 6) % 7) + 1), time: MORNING },
    { name: "month", date: monthAfter(today), time: MORNING },
  ];
}

// A time of the location, as two fields.
export function fieldsOf(at: string): { date: string; time: string } {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: session.place?.time_zone }).format(new Date(at));
  return { date: dayOf(at), time };
}

// "Fri 17 July, 9:00" of a day and hour that are the location's already.
export function shown(date: string, time: string): string {
  const at = new Date(`${date}T${time || MORNING}:00Z`);
  const words = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(navigator.language, { ...options, timeZone: "UTC" }).format(at);
  return `${words({ weekday: "short", day: "numeric", month: "long" })}, ${words({ hour: "numeric", minute: "2-digit" })}`;
}
