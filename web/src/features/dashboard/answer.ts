// What L/dashboard answers. Money is missing where the asker may not see it, bookings likewise.

import type { FollowUp, Money } from "../../lib/api-types";

export type Figure = { value: number; before: number; change: number; year_before: number | null; series: number[]; list: string };
export type FigureName = "customers" | "leads" | "contacts_this_month" | "active_customers";

// Of the last 30 days, and of the 30 before.
export type Sum = { count: number; count_before: number; value?: Money; value_before?: Money };

export type RecentCustomer = {
  id: string; name: string; company: string | null; created_at: string;
  latest_booking?: { id: string; activity: string | null; starts_at: string; grand_total?: Money } | null;
};
export type RecentLead = { id: string; name: string; source: string; status: string; contact_type: string; captured_at: string };
export type Activity = { seq: number; at: string; text: string; by: string | null; action: string; kind: string; id: string | null };

export type Dashboard = {
  at: string;
  seq: number;
  date: string;
  figures: Record<FigureName, Figure>;
  bookings_today?: number;
  months?: { month: string; bookings: number; revenue?: Money }[];
  leads_by_source: { source: string; contacts: number; converted: number }[];
  checkouts: { abandoned: Sum; recovered: Sum };
  recent_customers: RecentCustomer[];
  recent_leads: RecentLead[];
  follow_ups: { overdue: number; today: number; items: FollowUp[] };
  activity?: Activity[];
};
