// Every screen of the dashboard, in the order of the sidebar: its address below /l/<location>/, its name, its picture,
// who sees it, and where its code is. A screen is loaded when it is opened; `one` is a single record's.
//
// A folder of features/ has the server's name of its noun.

import type { Component } from "svelte";
import type { IconName } from "../lib/icons";
import { session } from "../lib/session.svelte";
import { texts } from "../lib/texts";

type Load = () => Promise<{ default: Component<any> }>; // is given { id, tab }

export type PageEntry = {
  name: string;
  title: string;
  short?: string;      // on the phone's bar
  icon: IconName;
  group: number;       // entries of one group stand together
  permission: string;
  bottom?: boolean;    // stands on the phone's bar
  load: Load;
  one?: Load;
};

const t = texts("pages", {
  customers: "Customers",
  leads: "Leads",
  bookings: "Bookings",
  tags: "Tags",
  team: "Team",
  keys: "API keys",
  settings: "Settings",
});

export const pages: PageEntry[] = [
  { name: "customers", title: t.customers, icon: "users", group: 2, permission: "person.list", bottom: true,
    load: () => import("./customer/Customers.svelte"), one: () => import("./customer/Profile.svelte") },
  { name: "leads", title: t.leads, icon: "lead", group: 2, permission: "person.list", bottom: true,
    load: () => import("./contact/Leads.svelte"), one: () => import("./contact/LeadProfile.svelte") },
  { name: "bookings", title: t.bookings, icon: "ticket", group: 2, permission: "booking.near", bottom: true,
    load: () => import("./booking/Bookings.svelte"), one: () => import("./booking/BookingDetail.svelte") },
  { name: "tags", title: t.tags, icon: "tag", group: 3, permission: "person.list", load: () => import("./tag/Tags.svelte") },
  { name: "settings", title: t.settings, icon: "sliders", group: 4, permission: "settings.read", load: () => import("./location/Settings.svelte") },
  { name: "team", title: t.team, icon: "person", group: 4, permission: "user.read", load: () => import("./user/Team.svelte") },
  { name: "api-keys", title: t.keys, icon: "key", group: 4, permission: "api_key.write", load: () => import("./apikey/ApiKeys.svelte") },
];

export const pageOf = (name: string) => pages.find((each) => each.name === name);
export const mayOpen = (page: PageEntry) => !page.permission || session.may(page.permission);

export function startPage(): string {
  return pages.find(mayOpen)?.name ?? "customers";
}
