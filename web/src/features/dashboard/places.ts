// Where in the dashboard something of the API is looked at.

import { session } from "../../lib/session.svelte";
import type { Activity } from "./answer";

const pagesOfKinds: Record<string, string> = { customer: "customers", contact: "leads", booking: "bookings" };

export function placeOf({ kind, id, action }: Activity): string | undefined {
  if (kind === "follow_up")
    return `${session.home}/follow-ups`;
  return id && pagesOfKinds[kind] && !/\.(deleted|erased)$/.test(action) ? `${session.home}/${pagesOfKinds[kind]}/${id}` : undefined;
}

// A figure's list, "contacts?linked=false", as the screen that shows it.
export const screenOf = (list: string) => `${session.home}/${list.replace(/^contacts(?=\?|$)/, "leads")}`;
