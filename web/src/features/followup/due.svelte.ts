// What is due of mine: the badge in the sidebar, the bell, and the word when the time of one has come.

import type { FollowUp } from "../../lib/api-types";
import { get, query, type Page } from "../../lib/api";
import { onChange } from "../../lib/live";
import { router } from "../../lib/router.svelte";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { personHref } from "./actions";
import { t } from "./texts";

type Counts = { overdue: number; today: number; coming: number };
export type AllCounts = { mine: Counts; all: Counts };

const SETTLE_MS = 300;
const SHOWN = 8;
const none: Counts = { overdue: 0, today: 0, coming: 0 };

let counts = $state.raw<AllCounts>({ mine: none, all: none });
let timer = 0;
let counted: Promise<void> = Promise.resolve();

async function count() {
  if (!session.place || !session.may("person.list"))
    return;
  counts = (await get<AllCounts>(`${session.L}/follow-ups/counts`)).data;
}

// The time of one has come: told to whoever is in charge, and to everybody when nobody is.
async function announce(id: string) {
  const { data } = await get<FollowUp>(`${session.L}/follow-ups/${id}`);
  if (data.state !== "open" || (data.assignee_id && data.assignee_id !== session.user?.id))
    return;
  toasts.announce(t.dueNow([data.name, data.note].filter(Boolean).join(" · ")), common.openIt, () => router.go(`${personHref(data)}/follow-ups`));
}

export const due = {
  get counts() { return counts; },
  get counted() { return counted; }, // the first counting is over
  get mine() { return counts.mine.overdue + counts.mine.today; },

  // Follows the location; answers what ends it.
  follow(): () => void {
    counts = { mine: none, all: none };
    counted = count().catch(() => undefined);
    return onChange((change) => {
      if (change.kind !== "follow_up" && change.action !== "resync")
        return;
      if (change.action === "follow_up.due" && change.id)
        void announce(change.id).catch(() => undefined);
      clearTimeout(timer);
      timer = window.setTimeout(() => count().catch(() => undefined), SETTLE_MS);
    });
  },

  // The most urgent of mine, for the bell.
  async list(): Promise<FollowUp[]> {
    const asked: [string, string][] = [["assignee", "me"], ["list", "overdue"], ["list", "today"], ["limit", String(SHOWN)]];
    return (await get<Page<FollowUp>>(`${session.L}/follow-ups${query(asked)}`)).data.items;
  },
};
