// The tabs of a customer's profile, in their order. Each is loaded when it is opened and is given the customer, once more
// as `person` with `noun` and `path` for those that leads have as well. `total` names the list whose length stands beside it.

import type { Component } from "svelte";
import type { Customer } from "../../lib/api-types";
import { t as communication } from "../communication/texts";
import { t as consent } from "../consent/texts";
import { t as followUp } from "../followup/texts";
import { t as form } from "../form/texts";
import { t as guest } from "../guest/texts";
import { t as record } from "../record/texts";
import { t as survey } from "../survey/texts";
import { t as timeline } from "../timeline/texts";
import { t } from "./texts";

type Tab = {
  name: string;
  title: string;
  permission?: string;
  count?: (customer: Customer) => number | undefined;
  total?: string;
  load: () => Promise<{ default: Component<any> }>;
};

export const profileTabs: Tab[] = [
  { name: "timeline", title: timeline.title, permission: "person.list", load: () => import("./TimelineTab.svelte") },
  { name: "bookings", title: t.tabBookings, permission: "booking.read", total: "bookings",
    load: () => import("./BookingsTab.svelte") },
  { name: "guest-appearances", title: guest.appearances, permission: "booking.read", count: ({ analytics }) => analytics.guest_appearances,
    load: () => import("../guest/AppearancesTab.svelte") },
  { name: "communications", title: communication.title, permission: "person.list", total: "communications",
    load: () => import("../communication/CommunicationsTab.svelte") },
  { name: "surveys", title: survey.title, permission: "person.list", total: "survey-responses",
    load: () => import("../survey/ResponsesTab.svelte") },
  { name: "records", title: record.title, permission: "booking.read", total: "records", load: () => import("../record/RecordsTab.svelte") },
  { name: "follow-ups", title: followUp.title, permission: "person.list", total: "follow-ups", load: () => import("../followup/FollowUpsTab.svelte") },
  { name: "contacts", title: t.tabContacts, permission: "person.list", total: "contacts", load: () => import("./ContactsTab.svelte") },
  { name: "forms", title: form.tabSent, permission: "person.list", total: "submissions", load: () => import("../form/SubmissionsTab.svelte") },
  { name: "consent", title: consent.title, permission: "consent.read", load: () => import("../consent/ConsentTab.svelte") },
];
