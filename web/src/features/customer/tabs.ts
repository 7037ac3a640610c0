// The tabs of a customer's profile, in their order. Each is loaded when it is opened and is given the customer.

import type { Component } from "svelte";
import type { Customer } from "../../lib/api-types";
import { t as timeline } from "../timeline/texts";
import { t } from "./texts";

type Tab = {
  name: string;
  title: string;
  permission?: string;
  count?: (customer: Customer) => number | undefined;
  load: () => Promise<{ default: Component<{ customer: Customer }> }>;
};

export const profileTabs: Tab[] = [
  { name: "timeline", title: timeline.title, permission: "person.list", load: () => import("./TimelineTab.svelte") },
  { name: "bookings", title: t.tabBookings, permission: "booking.near",
    count: ({ analytics }) => analytics.total_bookings + analytics.canceled + analytics.no_show,
    load: () => import("./BookingsTab.svelte") },
  { name: "contacts", title: t.tabContacts, load: () => import("./ContactsTab.svelte") },
];
