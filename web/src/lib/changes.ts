// What changed in a record, as people say it: the field's own word, the old value and the new one.

import { country, day, exact, money } from "./format";
import { texts } from "./texts";
import type { Money } from "./api-types";

export type FieldChange = { field: string; old?: unknown; new?: unknown };

const t = texts("changes", {
  nothing: "nothing",
  gone: "no longer kept",
  yes: "yes",
  no: "no",
  fields: {
    name: "name", emails: "e-mails", phones: "phones", previous_phones: "previous phones", company: "company", organisation: "books for others",
    called: "called", language: "language", "address.street": "street", "address.city": "city", "address.state": "state or county",
    "address.zip": "postcode", "address.country": "country", date_of_birth: "date of birth", tags: "tags", notes: "notes", source: "source",
    external_ids: "external ids", no_email: "has no e-mail", contact_consent: "consent", obtain_method: "how it was obtained", lost_reason: "lost",
    customer_id: "customer", status: "status", party_size: "party", grand_total: "total", starts_at: "start", ends_at: "end", activity: "activity",
    site: "site", captured_at: "captured", archived_at: "archived", colour: "colour", demographic_id: "category", manifest: "manifest",
    due_at: "due", note: "note", assignee_id: "in charge", questions: "questions", title: "title", min_age: "least age", max_age: "greatest age",
    retired: "retired", activities: "activities", position: "place", email: "e-mail", phone: "phone",
  } as Record<string, string>,
});

export const fieldWord = (field: string): string => t.fields[field] ?? field.replaceAll("_", " ").replaceAll(".", ", ");

function one(value: unknown): string {
  if (value === null || value === undefined || value === "")
    return "";
  if (typeof value === "boolean")
    return value ? t.yes : t.no;
  if (typeof value !== "object")
    return String(value);
  if (Array.isArray(value))
    return value.map(one).filter(Boolean).join(", ");
  const object = value as Record<string, unknown>;
  if (typeof object.amount === "number" && typeof object.currency === "string")
    return money(object as unknown as Money);
  for (const name of ["address", "display", "number", "raw", "title", "text", "name", "id"])
    if (typeof object[name] === "string")
      return "count" in object ? `${object.count} ${object[name]}` : String(object[name]);
  return JSON.stringify(value);
}

export function shownValue(field: string, value: unknown): string {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value))
    return exact(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value))
    return day(value);
  if (field.endsWith("country") && typeof value === "string")
    return country(value);
  return one(value) || t.nothing;
}

// Of two lists of words: what came and what went.
export function wordsChanged(change: FieldChange): { added: string[]; removed: string[] } {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const before = list(change.old), now = list(change.new);
  return { added: now.filter((each) => !before.includes(each)), removed: before.filter((each) => !now.includes(each)) };
}
