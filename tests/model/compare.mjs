// Everything that can be seen is held against the model.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { activeCustomers, analytics, dashboard, openTasks } from "./figures.mjs";
import { localDay } from "./calendar.mjs";
import { isCounted } from "./world.mjs";

const LOOKED_AT = 4; // people and bookings whose own pages are read

export async function compare(life) {
  await compareCustomers(life);
  await compareContacts(life);
  await compareBookings(life);
  await compareBelongings(life);
  for (const id of sample(life, [...life.world.customers.keys()]))
    await compareProfile(life, "customers", id);
  for (const id of sample(life, [...life.world.contacts.keys()]))
    await compareProfile(life, "contacts", id);
  await compareTags(life);
  await compareFilters(life);
  await compareDashboard(life);
}

function sample(life, list) {
  return list.length <= LOOKED_AT ? list : Array.from({ length: LOOKED_AT }, () => life.roll.one(list));
}

const ids = (items) => items.map((item) => item.id).sort();

// Says the one place where the two differ, not both of them.
function same(got, want, what) {
  if (!isDeepStrictEqual(got, want))
    assert.fail(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(want)}`);
}

// ---- lists

async function compareCustomers(life) {
  const { world } = life, seen = [...await life.all("L/customers"), ...await life.all("L/customers?archived=true")];
  same(ids(seen), [...world.customers.keys()].sort(), "customers");
  for (const got of seen) {
    const want = world.customers.get(got.id);
    same([got.name, got.primary_email, got.incomplete, got.archived_at !== null, got.notes ?? "", got.company ?? "", [...got.tags].sort()],
      [want.name, want.email, want.email === null, want.archived, want.notes, want.company, [...want.tags].sort()], got.id);
    for (const [name, value] of Object.entries(analytics(world, got.id, life.now())))
      same(got.analytics[name]?.amount ?? got.analytics[name], value, `${got.id} ${name}`);
  }
}

async function compareContacts(life) {
  const { world } = life, seen = [...await life.all("L/contacts"), ...await life.all("L/contacts?archived=true")];
  same(ids(seen), [...world.contacts.keys()].sort(), "contacts");
  for (const got of seen) {
    const want = world.contacts.get(got.id);
    same([got.name, got.customer_id, got.status, got.source, got.archived_at !== null, got.notes ?? "", got.company ?? "", [...got.tags].sort()],
      [want.name, want.customer, world.status(got.id, life.now()), want.source, want.archived, want.notes, want.company,
        [...want.tags].sort()], got.id);
    same(got.contact_consent, world.standing(got.id, "email", "marketing").given, `${got.id} contact_consent`);
  }
}

async function compareBookings(life) {
  const { world } = life, seen = await life.all("L/bookings");
  same(ids(seen), ids([...world.bookings.values()]), "bookings");
  const byId = new Map([...world.bookings.values()].map((booking) => [booking.id, booking]));
  for (const got of seen) {
    const want = byId.get(got.id);
    same([got.status, got.customer_id, got.contact_id, got.grand_total.amount, got.paid.amount, got.balance.amount,
      got.attached_by === "user", got.external_id.startsWith("erased:"), got.notes ?? ""],
    [want.status, want.customer, want.contact, want.total, want.paid, want.balance, want.byStaff, want.erased,
      want.erased ? "" : want.notes ?? ""], `booking ${want.key}`);
  }
  for (const booking of sample(life, [...world.bookings.values()])) {
    const guests = await life.all(`L/bookings/${booking.id}/guests`);
    same(guests.map((g) => [g.id, g.customer_id]).sort(),
      world.guestsOf(booking.key).map(([id, guest]) => [id, guest.customer]).sort(), `guests of ${booking.key}`);
  }
}

async function compareBelongings(life) {
  const { world } = life;
  const records = await life.all("L/records");
  same(ids(records), [...world.records.keys()].sort(), "records");
  for (const got of records) {
    const want = world.records.get(got.id);
    same([got.kind, got.status, got.amount.amount, got.customer_id ?? got.contact_id, got.booking_id],
      [want.kind, want.status, want.amount, want.person, world.bookings.get(want.booking)?.id ?? null], `record ${got.id}`);
  }
  const talks = await life.all("L/communications");
  same(talks.map((talk) => [talk.id, talk.customer_id ?? talk.contact_id]).sort(),
    [...world.talks].map(([id, talk]) => [id, talk.person]).sort(), "communications");
  const tasks = { ...openTasks(world, life.now()), done: [...world.tasks].filter(([, t]) => t.state === "done").map(([id]) => id) };
  for (const [list, want] of Object.entries(tasks))
    same(ids(await life.all(`L/follow-ups?list=${list}`)), [...want].sort(), `follow-ups ${list}`);
  const events = await life.all("L/consents");
  same(events.map((e) => [e.customer_id ?? e.contact_id, e.channel, e.purpose, e.given].join()).sort(),
    world.consents.map((e) => [e.person, e.channel, e.purpose, e.given].join()).sort(), "consents");
}

// ---- one person

async function compareProfile(life, kind, id) {
  const { world } = life, path = `L/${kind}/${id}`, group = kind === "customers" ? world.group(id) : [id];
  const events = world.consents.filter((event) => group.includes(event.person)).length;
  const tasks = [...world.tasks].filter(([, task]) => group.includes(task.person)).map(([key]) => key);
  const consents = await life.ask("GET", `${path}/consents`, undefined, 200);
  same(consents.body.total, events, `${id} consents`);
  same(consents.body.states.map(({ channel, purpose, given, withdrawn }) => ({ channel, purpose, given, withdrawn })),
    world.standings(id), `${id} states`);
  const timeline = await life.timeline(path);
  same(timeline.counts["follow-up"] ?? 0, group.reduce((sum, person) => sum + world.tasksOf(person).length, 0), `${id} follow-ups told`);
  same((timeline.counts.communication ?? 0) + (timeline.counts.note ?? 0),
    group.reduce((sum, person) => sum + world.talksOf(person).length, 0), `${id} words told`);
  same(timeline.counts.consent ?? 0, events, `${id} consents told`);
  same(ids(await life.all(`${path}/follow-ups`)), tasks.sort(), `${id} follow-ups`);
  if (kind === "contacts")
    return;
  same(ids(await life.all(`${path}/bookings`)), ids(world.bookingsOf(id)), `${id} bookings`);
  same(ids(await life.all(`${path}/guest-appearances`)), world.appearances(id).sort(), `${id} appearances`);
  same(ids(await life.all(`${path}/records`)), world.recordsOf(id).sort(), `${id} records`);
  same(ids(await life.all(`${path}/contacts`)), group.slice(1).filter((key) => !world.person(key).archived).sort(), `${id} contacts`);
  same(timeline.counts["guest-appearance"] ?? 0, world.appearances(id).length, `${id} appearances told`);
  same(timeline.counts.record ?? 0, group.reduce((sum, person) => sum + world.recordsOf(person).length, 0), `${id} records told`);
}

// ---- filters, tags, the dashboard

async function compareTags(life) {
  const tags = new Map((await life.all("L/tags")).filter((t) => t.customers + t.contacts > 0)
    .map((t) => [t.name, { customers: t.customers, contacts: t.contacts }]));
  same([...tags].sort(), [...life.world.tags()].sort(), "tags");
}

async function compareFilters(life) {
  const { world } = life, now = life.now();
  const customers = [...world.customers].filter(([, c]) => !c.archived), contacts = [...world.contacts].filter(([, c]) => !c.archived);
  const figures = new Map(customers.map(([id]) => [id, analytics(world, id, now)]));
  const upcoming = ([id]) => world.bookingsOf(id).some((b) => isCounted(b) && b.starts > now);
  const active = activeCustomers(world, localDay(now));
  const expected = {
    "customers?has_upcoming=true": customers.filter(upcoming),
    "customers?active=true": customers.filter(([id]) => active.includes(id)),
    "customers?never_booked=true": customers.filter(([id]) => figures.get(id).total_bookings === 0),
    "customers?bookings_min=2": customers.filter(([id]) => figures.get(id).total_bookings >= 2),
    "customers?spent_min=10000": customers.filter(([id]) => figures.get(id).total_spent >= 10000),
    "customers?has_email=false": customers.filter(([, c]) => !c.email),
    "customers?tag=VIP&tag=Local": customers.filter(([, c]) => c.tags.includes("VIP") || c.tags.includes("Local")),
    "contacts?linked=false": contacts.filter(([, c]) => !c.customer),
    "contacts?source=referral": contacts.filter(([, c]) => c.source === "referral"),
    "contacts?consent=true": contacts.filter(([id]) => world.standing(id, "email", "marketing").given),
  };
  for (const status of ["new", "contacted", "follow-up-scheduled", "follow-up-due", "converted", "lost"])
    expected[`contacts?status=${status}`] = contacts.filter(([id]) => world.status(id, now) === status);
  for (const [target, want] of Object.entries(expected))
    same(ids(await life.all(`L/${target}`)), want.map(([id]) => id).sort(), target);
}

async function compareDashboard(life) {
  const { body } = await life.ask("GET", "L/dashboard", undefined, 200);
  const want = dashboard(life.world, life.closings, life.now());
  for (const name of Object.keys(want.figures)) {
    const { list, ...got } = body.figures[name];
    assert.ok(list);
    same(got, want.figures[name], `dashboard ${name}`);
  }
  same(body.recent_customers.map(({ id, latest_booking: latest }) => ({ id, latest: latest?.starts_at ?? null })),
    want.recent_customers, "dashboard recent customers");
  same(body.recent_leads.map((lead) => lead.id), want.recent_leads, "dashboard recent leads");
  same({ ...body.follow_ups, items: body.follow_ups.items.map((item) => item.id) }, want.follow_ups, "dashboard follow-ups");
  for (const name of ["date", "bookings_today", "months", "leads_by_source"])
    same(body[name], want[name], `dashboard ${name}`);
}
