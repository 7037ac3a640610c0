// How urgent a follow-up is, in a word and a tone.

import type { FollowUp } from "../../lib/api-types";
import { ago, dayOf, near, nearTime, time } from "../../lib/format";
import { plural, texts } from "../../lib/texts";

const t = texts("follow-up-words", {
  minutes: (count: number) => plural(count, "# min overdue", "# min overdue"),
  hours: (count: number) => plural(count, "# h overdue", "# h overdue"),
  days: (count: number) => plural(count, "# day overdue", "# days overdue"),
  long: (when: string) => `overdue since ${when}`,
  today: (at: string) => `today ${at}`,
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LONG_DAYS = 30;

const remindsAt = (item: FollowUp) => item.snoozed_until ?? item.due_at;

export function dueTone(item: FollowUp): string {
  if (item.state !== "open")
    return "t3";
  const at = remindsAt(item);
  return Date.parse(at) <= Date.now() ? "bad" : dayOf(at) === dayOf(new Date()) ? "warn" : "t2";
}

export function dueText(item: FollowUp): string {
  if (item.state !== "open")
    return ago(item.done_at ?? item.due_at);
  const at = remindsAt(item);
  const late = Date.now() - Date.parse(at);
  if (late < 0)
    return dayOf(at) === dayOf(new Date()) ? t.today(time(at)) : nearTime(at);
  if (late < HOUR_MS)
    return t.minutes(Math.floor(late / MINUTE_MS));
  if (late < DAY_MS)
    return t.hours(Math.floor(late / HOUR_MS));
  const days = Math.floor(late / DAY_MS);
  return days <= LONG_DAYS ? t.days(days) : t.long(near(at, Date.now(), "short"));
}
