// How an entry of the timeline is drawn: its picture, one sentence with what matters in it, a quotation, facts below.

import type { Booking, Checkout, Communication, Consent, FollowUp, Guest, RecordEntry, Submission, SurveyResponse } from "../../lib/api-types";
import { fieldWord, shownValue, wordsChanged, type FieldChange } from "../../lib/changes";
import { exact, money, nearTime } from "../../lib/format";
import type { IconName } from "../../lib/icons";
import { session } from "../../lib/session.svelte";
import { openOf } from "../booking/money";
import { statusClass } from "../booking/status";
import { t as bt } from "../booking/texts";
import { linesOf, lineWords, resumeOf } from "../checkout/words";
import { t as consentTexts } from "../consent/texts";
import { t as enquiry } from "../enquiry/texts";
import { answersOf as answersToQuestions, wordOf } from "../enquiry/words";
import { t as recordTexts } from "../record/texts";
import { answersOf, questionsOf } from "../survey/answers";
import { surveys } from "../survey/names.svelte";
import { team } from "../user/team.svelte";
import { t } from "./texts";

export type Entry = {
  kind: string; at: string; id: string; title: string; summary: string | null;
  actor: { kind: string; name?: string } | null; record: Record<string, unknown>;
};
export type Fact = { text: string; tone?: string; old?: boolean; href?: string };
export type Shown = { icon: IconName; before?: string; strong: string; after?: string; href?: string; quote?: string; facts: Fact[]; high?: boolean };

const facts = (all: (Fact | false | null | undefined | "")[]): Fact[] => all.filter((each): each is Fact => !!each && !!each.text);
const counted = (status: string | null) => !["canceled", "no-show", "draft"].includes(status ?? "");
export const coming = (at: string) => Date.parse(at) > Date.now();

function booking(record: Booking): Shown {
  const open = (openOf(record)?.amount ?? 0) > 0 && counted(record.status);
  const ahead = coming(record.starts_at);
  return {
    icon: "ticket", strong: record.activity ?? record.confirmation_code ?? t.someBooking, href: `${session.home}/bookings/${record.id}`,
    after: ` ${t.forPeople(record.party_size)}${record.site ? `, ${record.site}` : ""}`, high: ahead && counted(record.status),
    facts: facts([
      record.status !== "completed" && !(ahead && record.status === "confirmed") && { text: bt.statuses[record.status ?? ""] ?? "", tone: statusClass(record.status) },
      { text: record.short_code ?? "" }, { text: money(record.grand_total) },
      open && { text: t.open(money(openOf(record))), tone: "warn" },
    ]),
  };
}

function communication(record: Communication, actor: string): Shown {
  const icon: IconName = { phone: "phone", sms: "chat", email: "mail", "in-person": "person", note: "note" }[record.via as string] as IconName ?? "chat";
  const rest = facts([{ text: record.status ?? "", tone: /fail|bounc|reject/.test(record.status ?? "") ? "bad" : undefined }]);
  if (actor)
    return {
      icon, strong: actor, after: ` ${t.logged[record.via]}`, quote: record.body ?? "",
      facts: [...facts([{ text: record.title ?? "" }, record.direction === "in" && { text: t.theyCalled }]), ...rest],
    };
  if (record.via === "email")
    return { icon, before: record.direction === "in" ? t.mailCame : t.mailSent, strong: record.title ?? t.noTitle, quote: record.body ?? "", facts: rest };
  const strong = record.via === "sms" ? (record.direction === "in" ? t.smsCame : t.smsSent) : t.plain[record.via];
  return { icon, strong, after: record.title ? `: ${record.title}` : "", quote: record.body ?? "", facts: rest };
}

function response(record: SurveyResponse): Shown {
  const words = answersOf(record, questionsOf(surveys.get(record.survey_id))).filter((each) => each.words).map(({ value }) => value);
  return {
    icon: "star", before: t.answered, strong: surveys.nameOf(record.survey_id) || t.aSurvey,
    after: typeof record.overall_rating === "number" ? t.rated(String(record.overall_rating)) : "",
    quote: words.map((each) => `“${each}”`).join("\n"), facts: [],
  };
}

function record(it: RecordEntry): Shown {
  const see = it.link ? { text: t.seeRecord, href: it.link } : null;
  const status = recordTexts.statuses[it.status ?? ""] ?? it.status ?? "";
  if (it.kind === "payment") {
    const back = (it.amount?.amount ?? 0) < 0;
    const amount = it.amount && back ? { ...it.amount, amount: -it.amount.amount } : it.amount;
    return {
      icon: "card", before: back ? t.refunded : t.paid, strong: money(amount) || it.title || "", after: it.title || it.type ? t.with(it.title ?? it.type ?? "") : "",
      facts: facts([it.status !== "succeeded" && { text: status, tone: it.status === "failed" ? "bad" : "warn" }, see]),
    };
  }
  return {
    icon: it.kind === "waiver" ? "doc" : "cart", before: it.kind === "waiver" ? t.waiver : t.order, strong: it.title ?? it.number ?? "",
    facts: facts([{ text: status, tone: it.status === "expired" || it.status === "void" ? "bad" : undefined }, { text: it.amount?.amount ? money(it.amount) : "" }, see]),
  };
}

function followUp(it: FollowUp): Shown {
  const who = team.nameOf(it.assignee_id);
  const state = t.followUpStates[it.state ?? ""];
  return {
    icon: "clock", strong: t.followUp, after: `${who ? t.followUpFor(who) : ""}${it.note ? `: ${it.note}` : ""}`, high: it.state === "open" && coming(it.due_at),
    quote: it.outcome ?? "",
    facts: facts([state && { text: state }, it.state === "open" && it.snoozed_until && { text: t.snoozed(nearTime(it.snoozed_until)) },
      it.state === "open" && !coming(it.due_at) && { text: exact(it.due_at), tone: "bad" }]),
  };
}

function submission(it: Submission): Shown {
  const answers = answersToQuestions(it).map((each) => ({ text: `${each.text} ${wordOf(each)}` }));
  return {
    icon: it.message ? "chat" : "form", before: t.sentBy, strong: it.form_name ?? t.aForm, quote: it.message ?? "", high: true,
    facts: facts([...answers, it.enquiry && { text: enquiry.states[it.enquiry] }, it.consent && { text: t.agreedToNews }, { text: it.site ?? "" }]),
  };
}

function checkout(it: Checkout): Shown {
  const href = resumeOf(it);
  const cart = linesOf(it).map((line) => (line.price ? `${lineWords(line)}, ${line.price}` : lineWords(line)));
  return {
    icon: "cart", before: t.checkout[it.state ?? ""] ?? "", strong: it.activity ?? t.checkoutOf, high: it.state === "recovered", quote: cart.join("\n"),
    facts: facts([it.value && it.value.amount > 0 && { text: money(it.value) }, it.starts_at && { text: nearTime(it.starts_at) }, it.reminded_at && { text: t.reminded },
      it.booking_id && { text: t.toBooking, href: `${session.home}/bookings/${it.booking_id}` }, it.state === "abandoned" && href && { text: t.resume, href }]),
  };
}

function consent(it: Consent, actor: string): Shown {
  return {
    icon: "shield", before: it.given ? t.agreed : t.withdrew, strong: consentTexts.what(it.purpose, it.channel), high: it.given,
    quote: it.wording ? `“${it.wording}”` : "",
    facts: facts([{ text: consentTexts.methods[it.obtain_method ?? ""] ?? it.obtain_method ?? "" }, actor && { text: t.by(actor) },
      it.given && !it.demonstrable && { text: t.notDemonstrable, tone: "warn" }]),
  };
}

function change(entry: Entry, actor: string): Shown {
  const action = String(entry.record.action ?? "");
  const changes = (entry.record.changes ?? []) as FieldChange[];
  const icon: IconName = { conversion: "convert", tag: "tag" }[entry.kind] as IconName ?? "pencil";
  if (!action.endsWith(".updated"))
    return { icon, strong: t.actions[action] ?? entry.title, high: entry.kind === "conversion", facts: facts([actor && { text: t.by(actor) }]) };
  const told = changes.filter(({ field }) => field !== "tags").slice(0, 4).flatMap((each): Fact[] => [
    ...(each.old === null || each.old === undefined ? [] : [{ text: shownValue(each.field, each.old), old: true }]),
    { text: shownValue(each.field, each.new) }]);
  const tags = changes.filter(({ field }) => field === "tags").map(wordsChanged).flatMap(({ added, removed }) => [
    added.length > 0 && { text: t.tagsAdded(added.join(", ")) }, removed.length > 0 && { text: t.tagsRemoved(removed.join(", ")) }]);
  const fields = changes.map(({ field }) => fieldWord(field)).join(", ") || entry.summary || "";
  return actor ? { icon, strong: actor, after: ` ${t.changed}${fields}`, facts: facts([...told, ...tags]) }
    : { icon, strong: t.somethingChanged, after: `: ${fields}`, facts: facts([...told, ...tags]) };
}

export function shown(entry: Entry): Shown {
  const actor = entry.actor && entry.actor.kind !== "system" ? entry.actor.name ?? "" : "";
  const it = entry.record as unknown;
  switch (entry.kind) {
    case "booking": return booking(it as Booking);
    case "guest-appearance": {
      const guest = it as Guest;
      return { icon: "users", before: t.guestAt, strong: guest.activity ?? t.someBooking, href: `${session.home}/bookings/${guest.booking_id}`,
        after: guest.booked_by ? t.bookedBy(guest.booked_by) : "", high: coming(entry.at), facts: [] };
    }
    case "communication": case "note": return communication(it as Communication, actor);
    case "survey-response": return response(it as SurveyResponse);
    case "record": return record(it as RecordEntry);
    case "follow-up": return followUp(it as FollowUp);
    case "checkout": return checkout(it as Checkout);
    case "consent": return consent(it as Consent, actor);
    case "submission": return submission(it as Submission);
    default: return change(entry, actor);
  }
}
