// The tabs of a lead's profile. Each is loaded when it is opened and is given the lead.

import type { Component } from "svelte";
import type { Contact } from "../../lib/api-types";
import { t } from "./texts";

type Tab = {
  name: string;
  title: string;
  permission?: string;
  load: () => Promise<{ default: Component<{ contact: Contact }> }>;
};

export const leadTabs: Tab[] = [
  { name: "bookings", title: t.tabBookings, permission: "booking.near", load: () => import("./BookingsTab.svelte") },
];
