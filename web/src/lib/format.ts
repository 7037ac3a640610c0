// Dates, money, numbers and times as the person's own language writes them. Days and times of bookings are those of
// the location.

import type { Money } from "./api-types";
import { session } from "./session.svelte";

const language = typeof navigator === "undefined" ? "en" : navigator.language;
const cache = new Map<string, Intl.DateTimeFormat>();

export function dates(options: Intl.DateTimeFormatOptions, zone = session.place?.time_zone): Intl.DateTimeFormat {
  const key = JSON.stringify([options, zone]);
  let made = cache.get(key);
  if (!made)
    cache.set(key, made = new Intl.DateTimeFormat(language, { ...options, timeZone: zone }));
  return made;
}

const plain = new Intl.NumberFormat(language);
export const number = (value: number) => plain.format(value);

const moneyFormats = new Map<string, { format: Intl.NumberFormat; digits: number }>();

function moneyFormat(currency: string) {
  let made = moneyFormats.get(currency);
  if (!made) {
    const format = new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    made = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
    moneyFormats.set(currency, made);
  }
  return made;
}

export function money(value: Money | null | undefined): string {
  if (!value)
    return "";
  const { format, digits } = moneyFormat(value.currency);
  return format.format(value.amount / 10 ** digits);
}

// For a narrow column: a long amount loses its cents, then its lesser digits. The whole one stands in a title.
const narrowest = 11; // characters
export function moneyShort(value: Money | null | undefined): string {
  const whole = money(value);
  if (!value || whole.length <= narrowest)
    return whole;
  const { digits } = moneyFormat(value.currency);
  const of = (more: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, {
    style: "currency", currency: value.currency, currencyDisplay: "narrowSymbol", ...more,
  }).format(value.amount / 10 ** digits);
  const round = of({ maximumFractionDigits: 0 });
  return round.length <= narrowest ? round : of({ notation: "compact", maximumFractionDigits: 1 });
}

// Without the cents, where a sum is looked at from afar.
export const roundMoney = ({ amount, currency }: Money) =>
  new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(amount / 10 ** moneyFormat(currency).digits);

// "12.50" as typed, to minor units and back.
export function minorUnits(typed: string, currency: string): number | null {
  const cleaned = typed.trim().replace(/\s/g, "").replace(",", ".");
  if (!/^-?\d+(\.\d+)?$/.test(cleaned))
    return null;
  return Math.round(Number(cleaned) * 10 ** moneyFormat(currency).digits);
}
export function majorUnits(amount: number, currency: string): string {
  const { digits } = moneyFormat(currency);
  return (amount / 10 ** digits).toFixed(amount % 10 ** digits ? digits : 0);
}

// The day of the location, "2026-07-16".
// Making a format is what costs, so each is made once.
const dayFormats = new Map<string | undefined, Intl.DateTimeFormat>();
export function dayOf(at: string | Date): string {
  const timeZone = session.place?.time_zone;
  let format = dayFormats.get(timeZone);
  if (!format)
    dayFormats.set(timeZone, format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }));
  return format.format(typeof at === "string" ? new Date(at) : at);
}

// For an input of type datetime-local: the location's day and time, "2026-07-16T19:00".
export function localInput(at: string | null | undefined): string {
  if (!at)
    return "";
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
    timeZone: session.place?.time_zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${dayOf(at)}T${parts.hour}:${parts.minute}`;
}

const DAY = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const short = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

export const time = (at: string) => dates({ hour: "numeric", minute: "2-digit" }).format(new Date(at));
export const exact = (at: string | null | undefined) => (at
  ? dates({ weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" }).format(new Date(at)) : "");

// A calendar day, "1988-02-11": no zone moves it.
export const day = (iso: string | null | undefined) => (iso
  ? dates({ day: "numeric", month: "long", year: "numeric" }, "UTC").format(new Date(`${iso}T00:00:00Z`)) : "");
export const shortDay = (iso: string | null | undefined) => (iso
  ? dates({ day: "numeric", month: "short", year: "numeric" }, "UTC").format(new Date(`${iso}T00:00:00Z`)) : "");

export const month = (at: string | null | undefined) => (at ? dates({ month: "short", year: "numeric" }).format(new Date(at)) : "");

export const longMonth = (at: string) => dates({ month: "long", year: "numeric" }).format(new Date(at));

// "yesterday", "5 days ago", "tomorrow", "7 July", "7 Jul 2024": near in words, far as a date.
export function near(at: string | null | undefined, now = Date.now(), months: "long" | "short" = "long"): string {
  if (!at)
    return "";
  const from = dayOf(new Date(now));
  const to = dayOf(at);
  const days = daysBetween(from, to);
  if (Math.abs(days) <= 6)
    return relative.format(days, "day");
  return from.slice(0, 4) === to.slice(0, 4)
    ? dates({ day: "numeric", month: months }).format(new Date(at))
    : dates({ day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
}

// "just now", "12 min ago", "3 h ago", then days.
export function ago(at: string | null | undefined, now = Date.now()): string {
  if (!at)
    return "";
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  if (Math.abs(minutes) < 60)
    return short.format(minutes, "minute");
  if (Math.abs(minutes) < 24 * 60 && dayOf(at) === dayOf(new Date(now)))
    return short.format(Math.round(minutes / 60), "hour");
  return near(at, now);
}

// "tomorrow 19:00", "27 Dec 9:00"
export const nearTime = (at: string | null | undefined) => (at ? `${near(at, Date.now(), "short")} ${time(at)}` : "");

export function initials(name: string): string {
  const words = name.trim().split(/[\s-]+/).filter((each) => /\p{L}|\p{N}/u.test(each[0] ?? ""));
  if (!words.length)
    return "–";
  const first = [...words[0]][0];
  const last = words.length > 1 ? [...words[words.length - 1]][0] : "";
  return /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first)
    ? first : (first + last).toLocaleUpperCase(language);
}

function hash(text: string): number {
  let value = 2166136261;
  for (const char of text.toLowerCase())
    value = Math.imul(value ^ char.codePointAt(0)!, 16777619) >>> 0;
  return value;
}

// One of six hues, always the same for the same text.
export const hueOf = (text: string) => `h${hash(text) % 6 + 1}`;

// A tag's colour is kept as one of six; another one goes to the nearest of them.
export const hues: Record<string, string> = {
  h1: "#0f594d", h2: "#6f4a08", h3: "#8a321d", h4: "#285378", h5: "#4a5a18", h6: "#56514a",
};
const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
export function hueOfColour(hex: string): string {
  const asked = channels(hex);
  const far = (other: string) => channels(other).reduce((sum, value, i) => sum + (value - asked[i]) ** 2, 0);
  return Object.entries(hues).reduce((best, each) => (far(each[1]) < far(best[1]) ? each : best))[0];
}

let countryNames: Intl.DisplayNames | undefined;
export function country(code: string | null | undefined): string {
  if (!code)
    return "";
  countryNames ??= new Intl.DisplayNames([language], { type: "region" });
  try {
    return countryNames.of(code) ?? code;
  } catch {
    return code;
  }
}
let languageNames: Intl.DisplayNames | undefined;
export function languageName(code: string | null | undefined): string {
  if (!code)
    return "";
  languageNames ??= new Intl.DisplayNames([language], { type: "language" });
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}
