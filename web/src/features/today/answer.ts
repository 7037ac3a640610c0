// What L/today answers. Money, notes and birthdays are missing where the asker may not see them.

import type { Money } from "../../lib/api-types";

export type Birthday = { date: string; in_days: number; turns: number } | null;

export type Arrival = {
  booking_id: string; starts_at: string; ends_at: string | null; all_day: boolean; site: string | null; activity: string | null;
  status: string; confirmation_code: string | null; short_code: string | null; booker_name: string | null;
  booked_for: { name?: string | null } | null; party_size: number; manifest: { title?: string; count?: number }[]; participants: number;
  grand_total?: Money; balance?: Money; notes?: string | null; waivers: number; missing_waivers: number;
  guests: { id: string; name: string | null; demographic_id: string | null; customer_id: string | null; birthday?: Birthday }[];
  customer: {
    id: string; name: string; called: string | null; organisation: boolean; tags: string[]; visits_before: number;
    last_activity: string | null; last_visit_at: string | null; birthday?: Birthday;
  } | null;
  contact_id: string | null;
};

export type Day = { date: string; arrivals: number; participants: number; uses_waivers: boolean; more: boolean; items: Arrival[] };

// One time of the day, and who comes then.
export type Slot = { key: string; at: string | null; people: number; past: boolean; items: Arrival[] };

// The slots of a day in their order; whole days first. At a time, site by site.
export function slotsOf(items: Arrival[], now: number): Slot[] {
  const made = new Map<string, Slot>();
  for (const item of items) {
    const key = item.all_day ? "" : item.starts_at;
    const slot = made.get(key) ?? { key, at: item.all_day ? null : item.starts_at, people: 0, past: !item.all_day && Date.parse(item.starts_at) < now, items: [] };
    slot.people += item.participants;
    slot.items.push(item);
    made.set(key, slot);
  }
  const slots = [...made.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const slot of slots)
    slot.items.sort((a, b) => (a.site ?? "").localeCompare(b.site ?? ""));
  return slots;
}
