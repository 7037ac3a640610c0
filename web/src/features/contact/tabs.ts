// The tabs of a lead's profile. Each is loaded when it is opened and is given the lead.

import type { Component } from "svelte";
import type { Contact } from "../../lib/api-types";
import { t as timeline } from "../timeline/texts";
import { t } from "./texts";

type Tab = {
  name: string;
  title: string;
  permission?: string;
  load: () => Promise<{ default: Component<{ contact: Contact }> }>;
};

export const leadTabs: Tab[] = [
  { name: "timeline", title: timeline.title, permission: "person.list", load: () => import("./TimelineTab.svelte") },
  { name: "bookings", title: t.tabBookings, permission: "booking.near", load: () => import("./BookingsTab.svelte") },
];
