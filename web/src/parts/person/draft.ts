// What customers and leads have in common in their forms: addresses, numbers, tags.

import type { Contact, Customer } from "../../lib/api-types";
import { session } from "../../lib/session.svelte";

export type EmailDraft = { address: string; verified?: boolean; shared?: boolean };
export type PhoneDraft = { text: string; country: string; number?: string | null; shared?: boolean };

export function emailsOf(person: Customer | Contact | undefined): EmailDraft[] {
  const all = (person?.emails ?? []).map(({ address, verified, shared }) => ({ address, verified, shared }));
  return all.length ? all : [{ address: "" }];
}

export function phonesOf(person: Customer | Contact | undefined): PhoneDraft[] {
  const home = session.place?.country ?? "";
  const all = (person?.phones ?? []).map((phone) =>
    ({ text: phone.number ? phone.display : phone.raw, country: phone.country ?? home, number: phone.number, shared: phone.shared }));
  return all.length ? all : [{ text: "", country: home }];
}

// Empty lines say nothing, but keep their place in what the server answers: the places that were sent.
export const places = (drafts: { address?: string; text?: string }[]) =>
  drafts.flatMap((each, index) => ((each.address ?? each.text ?? "").trim() ? [index] : []));

export const emailsBody = (drafts: EmailDraft[]) => places(drafts).map((index) => {
  const { address, shared } = drafts[index];
  return shared ? { address: address.trim(), shared } : { address: address.trim() };
});

export const phonesBody = (drafts: PhoneDraft[], before: PhoneDraft[] = []) => places(drafts).map((index) => {
  const { text, country, shared } = drafts[index];
  const same = before.find((each) => each.text === text && each.country === country && each.number);
  const phone = same ? { number: same.number } : { raw: text.trim(), country: country || null };
  return shared ? { ...phone, shared } : phone;
});
