// Customers and leads: they come, change, are tagged, archived, converted, deleted, taken back, erased.

import assert from "node:assert/strict";
import { DAY, HOUR } from "../calendar.mjs";

const EMAILS = Array.from({ length: 9 }, (_, i) => `soul${i}@example.com`);
const TAGS = ["VIP", "Local", "Family", "Club"];
const SOURCES = ["manual", "manual", "referral", "contact-form", "import"];
const SURNAMES = ["", " Ruiz", " O'Brien", " Müller"];
const UNDO_DAYS = 7;

const people = (life) => life.roll.one(["customers", "contacts"]);

export const someEmail = (life) => life.roll.one(EMAILS);

export const peopleOperations = {
  addCustomer: { weight: 6, async run(life) {
    const email = someEmail(life), owner = life.world.customerOf(email);
    const person = { name: email.split("@")[0], email, tags: life.roll.chance(30) ? [life.roll.one(TAGS)] : [] };
    const { body } = await life.ask("POST", "L/customers", { ...person, email: undefined, emails: [email] }, owner ? 409 : 201);
    if (owner)
      assert.equal(body.errors[0].customer_id, owner);
    else
      life.world.addCustomer(body.id, person);
  } },
  addLead: { weight: 9, async run(life) {
    const email = someEmail(life), source = life.roll.one(SOURCES);
    const captured = life.now() - (life.roll.chance(25) ? life.roll(430) * DAY : 0);
    const consent = life.roll.chance(30) ? life.roll.chance(50) : undefined;
    const person = { name: email.split("@")[0], email, tags: life.roll.chance(30) ? [life.roll.one(TAGS)] : [], source };
    const { body } = await life.ask("POST", "L/contacts",
      { ...person, email: undefined, emails: [email], captured_at: new Date(captured).toISOString(), contact_consent: consent }, 201);
    life.world.addContact(body.id, { ...person, captured, consent });
  } },
  edit: { weight: 6, async run(life) {
    const kind = people(life), id = life.someId(life.world[kind]);
    if (!id)
      return;
    const person = life.world[kind].get(id), change = life.roll.one([
      () => ({ notes: `note ${life.roll(100)}` }),
      () => ({ company: `Company ${life.roll(9)}` }),
      () => ({ name: person.name.split(" ")[0] + life.roll.one(SURNAMES) }),
      () => ({ tags: TAGS.filter(() => life.roll.chance(30)) }),
    ])();
    const before = await life.ask("GET", `L/${kind}/${id}`, undefined, 200);
    const after = await life.ask("PATCH", `L/${kind}/${id}`, change, 200);
    const same = Object.entries(change).every(([name, value]) => JSON.stringify(before.body[name] ?? "") === JSON.stringify(value));
    assert.equal(after.body.updated_at === before.body.updated_at, same, "an edit that changes nothing is none");
    Object.assign(person, change);
  } },
  convert: { weight: 5, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    const contact = life.world.contacts.get(id);
    const owners = contact.customer ? [contact.customer] : life.world.customersOf(contact.email);
    const { body } = await life.ask("POST", `L/contacts/${id}/conversion`, undefined, owners.length ? 200 : 201);
    if (owners.length)
      assert.ok(owners.includes(body.id), `${body.id} is none of ${owners}`);
    if (!contact.customer)
      life.world.link(id, body.id);
  } },
  lose: { weight: 3, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id || life.world.contacts.get(id).customer)
      return;
    await life.ask("PATCH", `L/contacts/${id}`, { lost_reason: "Too far" }, 200);
    life.world.contacts.get(id).lost = true;
  } },
  archive: { weight: 4, async run(life) {
    const kind = people(life), id = life.someId(life.world[kind]);
    if (!id)
      return;
    const back = life.roll.chance(40);
    await life.ask(back ? "DELETE" : "POST", `L/${kind}/${id}/archive`, undefined, 200);
    life.world[kind].get(id).archived = !back;
  } },
  tag: { weight: 5, async run(life) {
    const kind = people(life), all = life.world[kind], add = life.roll.chance(65);
    const ids = [...all.keys()].filter(() => life.roll.chance(40)), tag = life.roll.one(TAGS);
    if (!ids.length)
      return;
    const { body } = await life.ask("POST", `L/${kind}/bulk`, { action: add ? "add_tags" : "remove_tags", ids, tags: [tag] }, 200);
    assert.deepEqual([body.matched, body.done, body.failed.length], [ids.length, ids.length, 0]);
    for (const id of ids) {
      const tags = all.get(id).tags.filter((name) => name !== tag);
      all.get(id).tags = add ? [...tags, tag] : tags;
    }
  } },
  deleteCustomer: { weight: 3, async run(life) {
    const id = life.someId(life.world.customers);
    if (!id)
      return;
    const { body: said } = await life.ask("GET", `L/customers/${id}/deletion`, undefined, 200);
    const { world } = life;
    assert.deepEqual([said.bookings_unlinked, said.guest_entries_unlinked, said.records_unlinked, said.communications_unlinked],
      [world.bookingsOf(id).length, world.appearances(id).length, world.recordsOf(id).length, world.talksOf(id).length]);
    await life.ask("DELETE", `L/customers/${id}`, undefined, 200, 204);
    world.deleteCustomer(id, life.now());
  } },
  restore: { weight: 3, async run(life) {
    const gone = life.world.deleted.length ? life.roll.one(life.world.deleted) : null;
    if (!gone || Math.abs(life.now() - gone.at - UNDO_DAYS * DAY) < HOUR)
      return;
    const late = life.now() - gone.at > UNDO_DAYS * DAY;
    await life.ask("DELETE", `L/customers/${gone.id}/deletion`, undefined, late ? 404 : 200);
    if (late) {
      life.world.deleted.splice(life.world.deleted.indexOf(gone), 1);
      return;
    }
    life.world.restore(gone);
    await life.world.catchUp(gone, (guest) => life.linkOf(guest));
  } },
  deleteLead: { weight: 2, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    await life.ask("DELETE", `L/contacts/${id}?permanent=true`, undefined, 200, 204);
    life.world.deleteContact(id);
  } },
  erase: { weight: 2, async run(life) {
    const { world } = life, kind = people(life), id = life.someId(world[kind]);
    if (!id)
      return;
    // what is in the trash goes after its days, at some moment that only the program knows
    world.deleted = world.deleted.filter((gone) => life.now() - gone.at < UNDO_DAYS * DAY);
    const whose = world.sameSomebody(id), theirs = (booking) => whose.emails.has(booking.email) ||
      whose.people.includes(booking.customer) || whose.people.includes(booking.contact) ||
      whose.trash.some((gone) => gone.bookings.some(([key]) => world.bookings.get(key) === booking));
    const { body } = await life.ask("POST", `L/${kind}/${id}/erasure`, undefined, 201);
    assert.deepEqual([...body.people].sort(), [...new Set([...whose.people, ...whose.trash.map((gone) => gone.id)])].sort(), "who was erased");
    const must = [...world.bookings.values()].filter((b) => whose.people.includes(b.customer) || whose.people.includes(b.contact));
    const may = [...world.bookings.values()].filter((b) => b.erased || theirs(b)).map((b) => b.id);
    world.erase(whose);
    const erased = (await life.all("L/bookings")).filter((got) => got.erased_at).map((got) => got.id);
    assert.deepEqual(must.filter((b) => !erased.includes(b.id)), [], "bookings of theirs that still tell");
    assert.deepEqual(erased.filter((got) => !may.includes(got)), [], "bookings of others that tell nothing now");
    for (const booking of world.bookings.values())
      if (erased.includes(booking.id))
        Object.assign(booking, { erased: true, byStaff: booking.byStaff || !booking.customer });
    await life.forget(whose.emails);
  } },
};
