// The bulk actions that customers and leads share: ask with the number, do, say what came of it and what failed.

import type { Job } from "../../lib/api-types";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import type { BulkResult, ListState } from "../../lib/list.svelte";
import { session } from "../../lib/session.svelte";
import { toasts } from "../../lib/toast.svelte";
import { Problem } from "../../lib/api";
import { common } from "../../lib/texts";
import { t } from "./texts";

type Any = ListState<any>; // a list of whatever stands in it
type Kind = "customer" | "contact";

// More than this at once: the location's name has to be typed before they are deleted.
const FEW = 10;

const more = (list: Any) => (list.all && !list.exact ? ` ${t.inexact(list.total)}` : "");

async function run(list: Any, kind: Kind, action: string, body: Record<string, unknown> = {}) {
  const names = Object.fromEntries(list.items.map((each) => [each.id, (each as { name?: string }).name ?? each.id]));
  let status: number, result: BulkResult;
  try {
    ({ status, result } = await list.bulk(action, body));
  } catch (error) {
    if (!(error instanceof Problem))
      throw error;
    await dialogs.tell({ title: common.failedTitle, text: error.errors[0]?.detail ?? error.message });
    return;
  }
  list.untick();
  changed(kind);
  if (action.endsWith("_tags"))
    changed("tag");
  if (action === "schedule_follow_up")
    changed("follow_up");
  if (status === 202)
    await dialogs.show(() => import("./BulkJob.svelte"), { job: result as unknown as Job, kind, action });
  else if (result.failed?.length)
    await dialogs.show(() => import("./BulkResult.svelte"), { result, kind, names });
  else
    toasts.show(t.done(result.done, result.matched));
}

export async function bulkTag(list: Any, kind: Kind, remove: boolean) {
  const tags = await dialogs.show<string[]>(() => import("./BulkTags.svelte"), { count: list.count, remove });
  if (tags?.length)
    await run(list, kind, remove ? "remove_tags" : "add_tags", { tags });
}

export async function bulkArchive(list: Any, kind: Kind) {
  if (await dialogs.ask({ title: t.archiveTitle(list.count), text: t.archiveText + more(list), yes: t.archiveYes(list.count) }))
    await run(list, kind, "archive");
}

export const bulkUnarchive = (list: Any, kind: Kind) => run(list, kind, "unarchive");

export async function bulkDelete(list: Any, kind: Kind, texts: { title: string; text: string; yes: string }) {
  const { title, text, yes } = texts;
  if (await dialogs.ask({ title, text: text + more(list), yes, danger: true, typed: list.count > FEW ? session.place?.name : "" }))
    await run(list, kind, "delete");
}

export async function bulkConvert(list: Any, kind: Kind) {
  if (await dialogs.ask({ title: t.convertTitle(list.count), text: t.convertText + more(list), yes: t.convertYes(list.count) }))
    await run(list, kind, "convert");
}

export async function bulkFollowUp(list: Any, kind: Kind) {
  const plan = await dialogs.show<Record<string, unknown>>(() => import("./BulkFollowUp.svelte"), { count: list.count, note: more(list) });
  if (plan)
    await run(list, kind, "schedule_follow_up", plan);
}

export async function bulkWithdraw(list: Any, kind: Kind) {
  if (await dialogs.ask({ title: t.withdrawTitle(list.count), text: t.withdrawText + more(list), yes: t.withdrawYes(list.count), danger: true }))
    await run(list, kind, "withdraw_consent");
}
