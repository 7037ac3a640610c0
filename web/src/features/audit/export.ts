// The audit as CSV, made here, page by page, of all that the filters show: the server makes an answer whole, in memory, so
// it has none of any length. What is done goes into a Blob, which the browser keeps on its disk when it is large. A cell that a spreadsheet would take for a formula
// gets an apostrophe before it.

import type { Audit } from "../../lib/api-types";
import { get, type Page } from "../../lib/api";
import { session } from "../../lib/session.svelte";
import { changesOf } from "./words";

const rows = 200;
const pagesInMemory = 20;

function cell(value: unknown): string {
  const text = value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
const line = (cells: unknown[]) => `${cells.map(cell).join(",")}\r\n`;

export async function exportAudit(filters: [string, string][], progress: (done: number) => void, stopped: () => boolean): Promise<Blob | null> {
  const type = "text/csv;charset=utf-8";
  let parts: (string | Blob)[] = [line(["seq", "at", "actor_kind", "actor_id", "actor", "ip", "action", "record_id", "field", "old", "new", "hash"])];
  let cursor = "", done = 0;
  do {
    const words = new URLSearchParams([...filters, ["limit", String(rows)], ...(cursor ? [["cursor", cursor]] : [])]);
    const { data } = await get<Page<Audit>>(`${session.L}/audit?${words}`);
    for (const it of data.items) {
      const head = [it.seq, it.at, it.actor.kind, it.actor.id, it.actor.name, it.ip, it.action, it.record_id];
      const changes = changesOf(it);
      parts.push(...(changes.length ? changes : [{ field: "", old: "", new: "" }]).map((each) => line([...head, each.field, each.old, each.new, it.hash])));
    }
    done += data.items.length;
    if (done % (rows * pagesInMemory) === 0)
      parts = [new Blob(parts, { type })];
    progress(done);
    cursor = data.next_cursor ?? "";
  } while (cursor && !stopped());
  return stopped() ? null : new Blob(parts, { type });
}

export function download(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
