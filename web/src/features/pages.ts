// Every screen of the dashboard, in the order of the sidebar: its address below /l/<location>/, its name, its picture,
// who sees it, and where its code is. A screen is loaded when it is opened; `one` is a single record's.
//
// A folder of features/ has the server's name of its noun. What belongs to Settings has a section instead of a group:
// it stands in the navigation of that section, above the screen, and the sidebar leads to the first that one may open.

import type { Component } from "svelte";
import type { IconName } from "../lib/icons";
import { session } from "../lib/session.svelte";
import { texts } from "../lib/texts";
import { waiting } from "./enquiry/open.svelte";
import { t as enquiries } from "./enquiry/texts";
import { due } from "./followup/due.svelte";
import { t as followUps } from "./followup/texts";
import { t as jobs } from "./job/texts";

type Load = () => Promise<{ default: Component<any> }>; // is given { id, tab }

export type Badge = { count: number; label: string }; // something that waits for somebody

export type PageEntry = {
  name: string;
  title: string;
  short?: string;      // on the phone's bar
  icon: IconName;
  group: number;       // entries of one group stand together
  section?: "settings";
  permission: string;
  bottom?: boolean;    // stands on the phone's bar
  badge?: () => Badge;
  load: Load;
  one?: Load;
};

const t = texts("pages", {
  dashboard: "CRM dashboard",
  dashboardShort: "CRM",
  today: "Today",
  customers: "Customers",
  leads: "Leads",
  bookings: "Bookings",
  communications: "Communications",
  tags: "Tags",
  surveys: "Surveys",
  demographics: "Demographics",
  audit: "Audit",
  forms: "Forms",
  privacy: "Privacy",
  location: "Location",
  team: "Team",
  keys: "API keys",
  mail: "Mail",
  checkouts: "Checkouts",
  settings: "Settings",
});

export const pages: PageEntry[] = [
  { name: "dashboard", title: t.dashboard, short: t.dashboardShort, icon: "gauge", group: 1, permission: "person.list", bottom: true,
    load: () => import("./dashboard/Dashboard.svelte") },
  { name: "today", title: t.today, icon: "today", group: 1, permission: "booking.near", bottom: true, load: () => import("./today/Today.svelte") },

  { name: "customers", title: t.customers, icon: "users", group: 2, permission: "person.list", bottom: true,
    load: () => import("./customer/Customers.svelte"), one: () => import("./customer/Profile.svelte") },
  { name: "leads", title: t.leads, icon: "lead", group: 2, permission: "person.list", bottom: true,
    badge: () => ({ count: waiting.urgent, label: enquiries.badge(waiting.figures.new, waiting.figures.overdue) }),
    load: () => import("./contact/LeadsPage.svelte"), one: () => import("./contact/LeadProfile.svelte") },
  { name: "follow-ups", title: followUps.title, icon: "clock", group: 2, permission: "person.list",
    badge: () => ({ count: due.mine, label: followUps.badge(due.counts.mine.overdue, due.counts.mine.today) }),
    load: () => import("./followup/FollowUps.svelte") },
  { name: "bookings", title: t.bookings, icon: "ticket", group: 2, permission: "booking.near",
    load: () => import("./booking/Bookings.svelte"), one: () => import("./booking/BookingDetail.svelte") },
  { name: "communications", title: t.communications, icon: "chat", group: 2, permission: "person.list",
    load: () => import("./communication/Communications.svelte") },

  // Segments stand here, Tags, Forms, Import & export.
  { name: "tags", title: t.tags, icon: "tag", group: 3, permission: "person.list", load: () => import("./tag/Tags.svelte") },
  { name: "surveys", title: t.surveys, icon: "star", group: 3, permission: "person.list", load: () => import("./survey/Surveys.svelte"),
    one: () => import("./survey/SurveyDetail.svelte") },
  { name: "forms", title: t.forms, icon: "form", group: 3, permission: "form.read", load: () => import("./form/Forms.svelte"),
    one: () => import("./form/FormPage.svelte") },

  // Settings: location, demographics, team, API keys, checkouts, privacy, audit, mail, jobs.
  { name: "settings", title: t.location, icon: "pin", group: 4, section: "settings", permission: "settings.read",
    load: () => import("./location/Settings.svelte") },
  { name: "demographics", title: t.demographics, icon: "users", group: 4, section: "settings", permission: "booking.near",
    load: () => import("./demographic/Demographics.svelte") },
  { name: "team", title: t.team, icon: "person", group: 4, section: "settings", permission: "user.read", load: () => import("./user/Team.svelte") },
  { name: "api-keys", title: t.keys, icon: "key", group: 4, section: "settings", permission: "api_key.write", load: () => import("./apikey/ApiKeys.svelte") },
  { name: "checkouts", title: t.checkouts, icon: "cart", group: 4, section: "settings", permission: "settings.read", load: () => import("./checkout/CheckoutSettings.svelte") },
  { name: "privacy", title: t.privacy, icon: "shield", group: 4, section: "settings", permission: "settings.read", load: () => import("./privacy/Privacy.svelte") },
  { name: "audit", title: t.audit, icon: "shield", group: 4, section: "settings", permission: "audit.read", load: () => import("./audit/Audit.svelte") },
  { name: "mail", title: t.mail, icon: "mail", group: 4, section: "settings", permission: "settings.read", load: () => import("./mail/MailSettings.svelte") },
  { name: "jobs", title: jobs.title, icon: "clock", group: 4, section: "settings", permission: "settings.read", load: () => import("./job/Jobs.svelte") },
];

export const sections = { settings: { title: t.settings, icon: "sliders" as IconName } };

export const pageOf = (name: string) => pages.find((each) => each.name === name);
export const mayOpen = (page: PageEntry) => !page.permission || session.may(page.permission);
export const pagesOfSection = (section: PageEntry["section"]) => pages.filter((page) => page.section === section && mayOpen(page));

// What stands in the sidebar: the pages one may open, and one entry for each section, which leads to its first.
export function sidebar(): (PageEntry & { covers: string[] })[] {
  const shown = pages.filter(mayOpen);
  return shown.filter((page) => !page.section || pagesOfSection(page.section)[0] === page).map((page) => (page.section
    ? { ...page, ...sections[page.section], covers: pagesOfSection(page.section).map(({ name }) => name) }
    : { ...page, covers: [page.name] }));
}

export function startPage(): string {
  return pages.find(mayOpen)?.name ?? "customers";
}
