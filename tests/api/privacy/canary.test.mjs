// Erasing leaves nothing: a word of its own in every text field of everything about a person, then a search through the
// raw files of the database. What is searched for is found before the erasure, or the search would prove nothing.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { regulars, run } from "../../lib/program.mjs";
import { sql } from "../../lib/postgres.mjs";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { unzip } from "../../lib/zip.mjs";
import { until } from "../../lib/until.mjs";

const CANARY = /cnry[0-9]{4}x/gi;
const PHONE = /60099[0-9]{4}/g;
const fields = new Map();
let count = 0;

// A word that stands in this field and nowhere else.
function canary(field) {
  const word = `cnry${String(++count).padStart(4, "0")}x`;
  fields.set(word, field);
  return word;
}

function phone(field) {
  const number = `60099${String(++count).padStart(4, "0")}`;
  fields.set(number, field);
  return `+34${number}`;
}

async function ask(server, method, target, json, options = {}) {
  const answer = await server.request(method, target, { json, ...options });
  assert.ok(answer.status < 300, `${method} ${target}: ${answer.status} ${answer.text}`);
  return answer.body;
}

// Other people between which the pages of the person's rows are split and joined.
async function crowd(server, from, to) {
  for (let i = from; i < to; i++) {
    const email = `${(i * 7919 % 1000).toString(36)}${i}@crowd.example`;
    await ask(server, "POST", "L/contacts", { name: `Crowd ${i}`, emails: [email], source: "manual", notes: "n".repeat(i * 37 % 900) });
    if (i % 3 === 0)
      await ask(server, "PUT", `L/bookings/external/crowd/${i * 7919 % 1000}-${i}`,
        { activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", booker: { name: `Crowd ${i}`, email }, notes: "b".repeat(i * 53 % 1200) });
  }
}

function booking(name) {
  return {
    activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", status: "completed", confirmation_code: canary(`${name}.confirmation_code`),
    grand_total: 5000, notes: canary(`${name}.notes`), custom: { [canary(`${name}.custom key`)]: canary(`${name}.custom`) },
    booked_for: { name: canary(`${name}.booked_for.name`), email: `${canary(`${name}.booked_for.email`)}@example.com` },
  };
}

async function live(server) {
  const email = `${canary("email")}@example.com`;
  const second = `${canary("second email")}@example.com`;
  const mobile = phone("phone");
  const lead = await ask(server, "POST", "L/contacts", {
    name: `Cora ${canary("contact.name")}`, emails: [email], phones: [phone("contact.phone")], source: "referral",
    notes: canary("contact.notes"), company: canary("contact.company"), tags: [canary("contact.tag")],
    external_ids: [{ source: "crm", id: canary("contact.external_id") }], obtain_method: canary("contact.obtain_method"),
  }, { headers: { "idempotency-key": "make-cora" } });
  await ask(server, "PATCH", `L/contacts/${lead.id}`, { lost_reason: canary("contact.lost_reason") });
  await ask(server, "PATCH", `L/contacts/${lead.id}`, { notes: canary("contact.notes, later") });
  const customer = await ask(server, "POST", `L/contacts/${lead.id}/conversion`);
  await ask(server, "PATCH", `L/customers/${customer.id}`, {
    name: `Cora ${canary("customer.name")}`, emails: [email, second], phones: [mobile, phone("phone that goes")],
    company: canary("customer.company"), called: canary("customer.called"), notes: canary("customer.notes"),
    address: { street: canary("street"), city: canary("city"), state: canary("state"), zip: canary("zip") },
    tags: [canary("customer.tag"), "VIP"], external_ids: [{ source: "crm", id: canary("customer.external_id") }],
  });
  await ask(server, "PATCH", `L/customers/${customer.id}`, { phones: [mobile], emails: [email], notes: canary("customer.notes, later") });

  // Bookings by rule and by hand, one of them deleted; guests of theirs and with others.
  const mine = await ask(server, "PUT", `L/bookings/external/engine/${canary("booking.external_id")}`, {
    ...booking("booking"),
    booker: { name: `Cora ${canary("booker.name")}`, email, phone: phone("booker.phone"), external_id: canary("booker.external_id") },
    guests: [{ name: canary("guest.name"), email: `${canary("guest.email")}@example.com`, phone: phone("guest.phone"), notes: canary("guest.notes") }],
  });
  assert.equal(mine.customer_id, customer.id);
  await ask(server, "PATCH", `L/bookings/${mine.id}`, { notes: canary("booking.notes, later") });
  const typed = await ask(server, "POST", "L/bookings", { ...booking("deleted booking"), customer_id: customer.id });
  await ask(server, "PATCH", `L/bookings/${typed.id}`, { notes: canary("deleted booking.notes, later") });
  await ask(server, "DELETE", `L/bookings/${typed.id}`);
  const guest = await ask(server, "POST", `L/bookings/${mine.id}/guests`, { name: canary("deleted guest.name") });
  await ask(server, "PATCH", `L/guests/${guest.id}`, { notes: canary("deleted guest.notes") });
  await ask(server, "DELETE", `L/guests/${guest.id}`);
  const others = await ask(server, "PUT", "L/bookings/external/engine/others", {
    activity: "Kayak", starts_at: "2026-05-02T10:00:00Z", booker: { name: "Olga Other", email: "olga@example.com" },
    guests: [{ name: `Cora ${canary("appearance.name")}`, email, notes: canary("appearance.notes") }],
  });

  // What was said, asked, paid, signed, and is to be done.
  const sent = await ask(server, "PUT", `L/communications/external/mailer/${canary("communication.external_id")}`, {
    via: "email", to: email, title: canary("communication.title"), body: canary("communication.body"), status: canary("communication.status"),
  });
  await ask(server, "PATCH", `L/communications/${sent.id}`, { title: canary("communication.title, later") });
  const note = await ask(server, "POST", "L/communications", { via: "note", customer_id: customer.id, body: canary("deleted note") });
  await ask(server, "PATCH", `L/communications/${note.id}`, { body: canary("deleted note, later") });
  await ask(server, "DELETE", `L/communications/${note.id}`);
  const survey = await ask(server, "POST", "L/surveys", { name: "After", questions: [
    { id: "q1", kind: "rating", text: "How?" }, { id: "q2", kind: "text", text: "What?" }] });
  await ask(server, "PUT", `L/survey-responses/external/tool/${canary("response.external_id")}`, {
    survey_id: survey.id, customer_id: customer.id, answers: [{ question_id: "q1", value: 5 }, { question_id: "q2", value: canary("answer") }],
  });
  for (const kind of ["payment", "waiver", "order"])
    await ask(server, "PUT", `L/records/external/${kind}/till/${canary(`${kind}.external_id`)}`, {
      title: canary(`${kind}.title`), number: canary(`${kind}.number`), link: `https://example.com/${canary(`${kind}.link`)}`, booking_id: mine.id,
      person: { name: `Cora ${canary(`${kind}.person.name`)}`, email, phone: mobile },
    });
  const todo = await ask(server, "POST", "L/follow-ups", { customer_id: customer.id, due_at: "2027-01-01T09:00:00Z", note: canary("follow_up.note"), site: "North pier" });
  await ask(server, "PATCH", `L/follow-ups/${todo.id}`, { note: canary("follow_up.note, later") });
  await ask(server, "POST", `L/follow-ups/${todo.id}/done`, { outcome: canary("follow_up.outcome") });
  await ask(server, "POST", "L/consents", { customer_id: customer.id, channel: "email", purpose: "surveys", given: true,
    obtain_method: canary("consent.obtain_method"), wording: canary("consent.wording"), page: `https://example.com/${canary("consent.page")}`,
    address: email });

  // A deleted double waits in the trash.
  const double = await ask(server, "POST", "L/contacts", { name: `Cora ${canary("trash.name")}`, emails: [email], source: "manual",
    notes: canary("trash.notes") });
  await ask(server, "DELETE", `L/contacts/${double.id}`);
  return { customer, lead, mine, others, email, mobile };
}

// What came in by the website, what goes out by mail, and what staff are reminded of.
async function wrote(server, { customer, email, mobile }) {
  const links = "https://buy.example ".repeat(6);
  await ask(server, "PATCH", "L/settings", { support_email: "desk@pier.example", checkout_reminder_hours: 1, checkout_reminder_text: "Your kayak waits." });
  const form = await ask(server, "POST", "L/forms", { kind: "contact", name: "Website", verification: "none", consent_ask: true,
    questions: [{ id: "q1", kind: "text", text: "Which trip?" }] });
  const send = async (name, fields, more = {}, many = false) => {
    const { started } = await ask(server, "GET", `/f/${form.key}/definition`, undefined, { as: "nobody" });
    await server.clock.move("+10s");
    return ask(server, "POST", `/f/${form.key}`, { fields: { name: `Cora ${canary(`${name}.name`)}`, message: `${canary(`${name}.message`)} ${many ? links : ""}`, ...fields },
      answers: { q1: canary(`${name}.answer`) }, page: `https://kayak.example/${canary(`${name}.page`)}`, started, ...more },
      { as: "nobody", headers: { accept: "application/json", "user-agent": canary(`${name}.user_agent`), "idempotency-key": null } });
  };
  await send("submission", { email, phone: mobile }, { consent: true });
  // Known by the phone: the new address is on the profile, unproven.
  await send("unproven submission", { email: `${canary("unproven email")}@example.com`, phone: mobile });
  await send("unsure submission", { email }, {}, true);
  await send("refused submission", { email }, { [form.honeypot]: "http://buy.example" });
  await send("refused submission by phone", { email: "nobody@example.com", phone: mobile }, { [form.honeypot]: "http://buy.example" });

  await ask(server, "POST", `L/customers/${customer.id}/mails`, { subject: canary("mail.subject"), text: canary("mail.text") });

  const session = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email: owner.email, password: owner.password } });
  const headers = { cookie: session.setCookies[0].split(";")[0], "sec-fetch-site": "same-origin" };
  await ask(server, "PATCH", "/api/v1/me/reminders", { digest: true }, { as: "nobody", headers });
  await ask(server, "POST", "L/follow-ups", { customer_id: customer.id, due_at: new Date(server.clock.now() + 3600_000).toISOString(),
    note: canary("reminder.note") }, { as: "nobody", headers });
  const calendar = await ask(server, "POST", "/api/v1/me/calendar", {}, { as: "nobody", headers });
  await ask(server, "POST", "L/surveys", { name: "How was it?", active: true, send: true, send_after_hours: 1,
    questions: [{ id: "q1", kind: "text", text: "What?" }] });
  await ask(server, "POST", "L/consents", { customer_id: customer.id, channel: "email", purpose: "surveys", given: true, obtain_method: "form", wording: "Ask" });
  const trip = await ask(server, "PUT", "L/bookings/external/engine/asked", { activity: "Kayak", status: "confirmed",
    starts_at: new Date(server.clock.now() + 600_000).toISOString(), ends_at: new Date(server.clock.now() + 1200_000).toISOString(),
    booker: { name: `Cora ${canary("asked booker.name")}`, email } });

  // After the booking, which would bring it back.
  const cart = (name, more) => ({ person: { name: `Cora ${canary(`${name}.name`)}`, email, phone: mobile }, activity: "Kayak", value: 9000,
    cart: [{ name: canary(`${name}.cart`), quantity: 1 }], resume_url: `https://book.example/${canary(`${name}.resume_url`)}`, consent: true,
    consent_wording: canary(`${name}.consent_wording`), ...more });
  const external = canary("checkout.external_id");
  const checkout = await ask(server, "PUT", `L/checkouts/${external}`, cart("checkout"));
  await ask(server, "PUT", `L/checkouts/${canary("completed checkout.external_id")}`, cart("completed checkout", { state: "completed" }));

  // Time goes by: what is due is announced, what was left is abandoned, what is over is asked about, and a morning comes.
  await server.clock.move("+2h");
  const mails = (kind) => until(`a mail of kind ${kind}`, async () => {
    const { items } = await ask(server, "GET", `L/mail?kind=${kind}`);
    return items.length > 0 && items;
  });
  for (const kind of ["form-alert", "personal", "follow-up-due", "checkout-reminder", "survey"])
    await mails(kind);
  await server.clock.move(new Date(Math.ceil(server.clock.now() / 86400_000) * 86400_000 + 6 * 3600_000).toISOString());
  await mails("digest");
  await ask(server, "POST", "L/consents", { customer_id: customer.id, channel: "phone", purpose: "marketing", given: false, obtain_method: "manual" });
  const texts = (await ask(server, "GET", `L/customers/${customer.id}/communications`)).items.map((one) => one.body).join();
  return { calendar: new URL(calendar.address).pathname, link: /\/s\/[\w-]+/.exec(texts)[0], checkout, external, trip };
}

// ---- raw files

async function filesOf(place) {
  if (place.kind === "sqlite")
    return (await fs.readdir(place.data)).map((name) => path.join(place.data, name));
  await sql(place.database, "CHECKPOINT");
  const folder = path.join(await sql(place.database, "SHOW data_directory"), "base",
    await sql(place.database, "SELECT oid FROM pg_database WHERE datname = current_database()"));
  const names = await sql(place.database,
    "SELECT coalesce(string_agg(pg_relation_filenode(oid)::text, ' '), '') FROM pg_class WHERE pg_relation_filenode(oid) IS NOT NULL");
  const known = new Set(names.split(" "));
  return (await fs.readdir(folder)).filter((name) => known.has(name.split(/[._]/)[0])).map((name) => path.join(folder, name));
}

async function dump(place) {
  if (place.kind === "sqlite")
    return "";
  const tables = (await sql(place.database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).split("\n");
  let text = await sql(place.database, "SELECT * FROM pg_stats WHERE schemaname = 'public'");
  for (const table of tables)
    text += await sql(place.database, `SELECT * FROM ${table}`);
  return text;
}

function wordsIn(text) {
  return new Set([...text.matchAll(CANARY), ...text.matchAll(PHONE)].map(([word]) => word.toLowerCase()));
}

async function foundIn(place) {
  const found = new Map();
  for (const word of wordsIn(await dump(place)))
    found.set(word, "a row");
  for (const file of await filesOf(place)) {
    const bytes = await fs.readFile(file).catch(() => Buffer.alloc(0));
    for (const word of wordsIn(bytes.toString("latin1")))
      if (!found.has(word))
        found.set(word, path.basename(file));
  }
  return [...found].filter(([word]) => fields.has(word)).map(([word, where]) => `${fields.get(word)} in ${where}`).sort();
}

test("nothing is left in any file", async (t) => {
  // A mail server that is set up and away: what goes to her waits.
  const mail = await startMailServer();
  await mail.kill();
  const server = await startServer({ args: mail.args });
  t.after(async () => {
    await server.stop();
    await mail.stop();
  });
  const { place } = server;
  await crowd(server, 0, 60);
  const person = await live(server);
  const { customer, lead, mine, others } = person;
  const { calendar, link, checkout, external, trip } = await wrote(server, person);
  await crowd(server, 60, 120);
  if (place.kind === "sqlite") {
    await fs.writeFile(path.join(place.data, "regulars.db.before-0002_history-2026-01-01T00:00:00.000Z"), [...fields.keys()].join(" "));
  } else {
    // The planner's statistics are made of values.
    await sql(place.database, "ANALYZE");
  }

  const before = await foundIn(place);
  assert.ok(before.length > fields.size * 0.9, `only ${before.length} of ${fields.size} fields are seen at all`);

  // The archive that she can be given has all of it.
  const answer = await fetch(`${server.origin}/api/v1/locations/pier/customers/${customer.id}/export`, { method: "POST", headers: server.authorization("manager") });
  const given = wordsIn(Object.values(unzip(Buffer.from(await answer.arrayBuffer()))).join("\n"));
  const nowhere = [...fields].filter(([word]) => !given.has(word)).map(([, field]) => field);
  assert.deepEqual(nowhere.filter((field) => !/^deleted (booking\.(confirmation_code|custom|booked_for)|guest\.name)/.test(field)), []);

  const made = await ask(server, "POST", `L/customers/${customer.id}/erasure`, {}, { as: "manager", headers: { "idempotency-key": "erase-cora" } });
  assert.ok(made.cleaned_at);
  assert.deepEqual(made.kept, []);
  assert.deepEqual(await foundIn(place), []);

  // Pages that are written again bring nothing back, nor does the log.
  await crowd(server, 120, 180);
  assert.deepEqual(await foundIn(place), []);

  // Links that are out there say nothing and take nothing any more; nothing waits to be sent to or about her.
  assert.doesNotMatch((await server.request("GET", calendar, { as: "nobody" })).text, CANARY);
  assert.equal((await server.request("GET", link, { as: "nobody" })).status, 410);
  assert.deepEqual((await ask(server, "GET", "L/mail?list=waiting")).items, []);
  assert.deepEqual((await ask(server, "GET", "L/survey-responses")).items.filter((one) => one.booking_id === trip.id), []);

  // What is reported late finds its checkout, and brings nobody back.
  const late = await server.request("PUT", `L/checkouts/${external}`, { json: { person: { name: "Cora", email: "cora@example.com" }, state: "open" } });
  assert.deepEqual([late.status, late.body.id, late.body.person.name], [200, checkout.id, null]);

  // The chain is whole, the figures are what the rows say, what is counted is there.
  const verdict = await ask(server, "GET", "L/audit/verification", undefined, { as: "owner" });
  assert.equal(verdict.whole, true, JSON.stringify(verdict));
  const figures = await ask(server, "GET", "L/figures/verification", undefined, { as: "owner" });
  assert.equal(figures.agrees, true, JSON.stringify(figures.differences));
  assert.equal((await ask(server, "GET", `L/bookings/${mine.id}`)).grand_total.amount, 5000);
  assert.equal((await ask(server, "GET", `L/bookings/${others.id}`)).booker.name, "Olga Other");
  assert.equal((await server.request("GET", `L/contacts/${lead.id}`)).status, 404);
});
