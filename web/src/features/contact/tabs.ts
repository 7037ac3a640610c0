// The tabs of a lead's profile. Each is loaded when it is opened and is given the lead, once more as `person` with `noun`
// and `path` for those that customers have as well. `total` names the list whose length stands beside it.

import type { Component } from "svelte";
import { t as communication } from "../communication/texts";
import { t as consent } from "../consent/texts";
import { t as followUp } from "../followup/texts";
import { t as form } from "../form/texts";
import { t as survey } from "../survey/texts";
import { t as timeline } from "../timeline/texts";
import { t } from "./texts";

type Tab = {
  name: string;
  title: string;
  permission?: string;
  total?: string;
  load: () => Promise<{ default: Component<any> }>;
};

export const leadTabs: Tab[] = [
  { name: "timeline", title: timeline.title, permission: "person.list", load: () => import("./TimelineTab.svelte") },
  { name: "communications", title: communication.title, permission: "person.list", total: "communications",
    load: () => import("../communication/CommunicationsTab.svelte") },
  { name: "follow-ups", title: followUp.title, permission: "person.list", total: "follow-ups", load: () => import("../followup/FollowUpsTab.svelte") },
  { name: "bookings", title: t.tabBookings, permission: "booking.read", total: "bookings", load: () => import("./BookingsTab.svelte") },
  { name: "surveys", title: survey.title, permission: "person.list", total: "survey-responses", load: () => import("../survey/ResponsesTab.svelte") },
  { name: "forms", title: form.tabSent, permission: "person.list", total: "submissions", load: () => import("../form/SubmissionsTab.svelte") },
  { name: "consent", title: consent.title, permission: "consent.read", load: () => import("../consent/ConsentTab.svelte") },
];
