// The bulk actions that customers and leads share: ask, do, say what came of it.

import { changed } from "../../lib/live";
import { dialogs } from "../../lib/dialogs.svelte";
import type { ListState } from "../../lib/list.svelte";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

async function run(list: ListState<{ id: string }>, kind: string, action: string, more: Record<string, unknown> = {}) {
  const ids = list.all ? null : [...list.ticked];
  const { status, result } = await list.bulk(action, more);
  list.untick();
  changed(kind);
  if (status === 202)
    await dialogs.show(() => import("./BulkJob.svelte"), { job: result });
  else if (result.failed?.length)
    await dialogs.show(() => import("./BulkResult.svelte"), { result });
  else
    toasts.show(t.done(result.done, result.matched));
  return { status, result, ids };
}

type Any = ListState<any>; // a list of whatever stands in it

export async function bulkTag(list: Any, kind: string, remove: boolean) {
  const tags = await dialogs.show<string[]>(() => import("./BulkTags.svelte"), { count: list.count, remove });
  if (tags?.length)
    await run(list, kind, remove ? "remove_tags" : "add_tags", { tags });
}

export async function bulkArchive(list: Any, kind: string) {
  if (await dialogs.ask({ title: t.archiveTitle(list.count), text: t.archiveText, yes: t.archiveYes(list.count) }))
    await run(list, kind, "archive");
}

// More than ten at once: the word has to be typed.
export async function bulkDelete(list: Any, kind: string, texts: { title: string; text: string; yes: string; word: string }) {
  const { title, text, yes, word } = texts;
  if (await dialogs.ask({ title, text, yes, danger: true, typed: list.count > 10 ? word : "" }))
    await run(list, kind, "delete");
}
