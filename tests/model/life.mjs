// A life of a location: random operations against the server and against the model, the power cut in between, time
// moving; everything that can be seen is compared.

import assert from "node:assert/strict";
import { regulars } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";
import { dice } from "./dice.mjs";
import { World, analytics } from "./world.mjs";

const HOUR = 3600_000, DAY = 24 * HOUR;
const EMAILS = Array.from({ length: 9 }, (_, i) => `soul${i}@example.com`);
const TAGS = ["VIP", "Local", "Family", "Club"];
const STATUSES = ["draft", "pending", "confirmed", "confirmed", "completed", "completed", "no-show", "canceled"];
const START = Date.parse("2026-03-20T10:00:30Z"); // nine days before the clocks of Europe change

export async function live({ seed, operations = 120, engine }) {
  const life = new Life(seed, await startServer({ engine }));
  try {
    await life.server.clock.move(new Date(START).toISOString());
    for (let i = 1; i <= operations; i++) {
      await life.step();
      if (i % 30 === 0)
        await life.compare();
    }
    await life.compare();
    await life.end();
  } catch (error) {
    await life.server.kill().catch(() => {});
    throw new Error(`seed ${seed}: ${error.message}\n${life.log.slice(-25).join("\n")}\n${error.stack}`);
  }
}

class Life {
  constructor(seed, server) {
    this.roll = dice(seed);
    this.server = server;
    this.world = new World();
    this.log = [];
    this.weights = Object.entries(operations).flatMap(([name, { weight }]) => Array(weight).fill(name));
  }

  now() {
    return this.server.clock.now();
  }

  async ask(method, target, json, ...expected) {
    const answer = await this.server.request(method, target, { as: "manager", json });
    if (method !== "GET")
      this.log.push(`${method} ${target} ${json ? JSON.stringify(json) : ""} → ${answer.status} ${answer.text.slice(0, 160)}`);
    assert.ok(expected.includes(answer.status), `${answer.status} ${answer.text}, expected ${expected.join(" or ")}`);
    return answer;
  }

  someId(map) {
    return map.size ? this.roll.one([...map.keys()]) : null;
  }

  step() {
    return operations[this.roll.one(this.weights)].run(this);
  }

  // ---- comparing

  async all(target) {
    const { body } = await this.ask("GET", `${target}${target.includes("?") ? "&" : "?"}limit=200`, undefined, 200);
    assert.equal(body.items.length, body.total, target);
    assert.equal(body.total_exact, true);
    return body.items;
  }

  async compare() {
    await this.compareCustomers();
    await this.compareContacts();
    await this.compareBookings();
    const tags = new Map((await this.all("L/tags")).filter((t) => t.customers + t.contacts > 0)
      .map((t) => [t.name, { customers: t.customers, contacts: t.contacts }]));
    assert.deepEqual([...tags].sort(), [...this.world.tags()].sort(), "tags");
  }

  async compareCustomers() {
    const seen = [...await this.all("L/customers"), ...await this.all("L/customers?archived=true")];
    const { customers } = this.world;
    assert.deepEqual(seen.map((c) => c.id).sort(), [...customers.keys()].sort(), "customers");
    for (const got of seen) {
      const want = customers.get(got.id);
      assert.equal(got.primary_email, want.email, `${got.id} e-mail`);
      assert.equal(got.archived_at !== null, want.archived, `${got.id} archived`);
      assert.deepEqual([...got.tags].sort(), [...want.tags].sort(), `${got.id} tags`);
      for (const [name, value] of Object.entries(analytics(this.world.bookingsOf(got.id), this.now())))
        assert.equal(got.analytics[name]?.amount ?? got.analytics[name], value, `${got.id} ${name}`);
    }
    const upcoming = [...customers].filter(([id, c]) => !c.archived &&
      this.world.bookingsOf(id).some((b) => this.world.counted(b) && b.starts > this.now())).map(([id]) => id);
    assert.deepEqual((await this.all("L/customers?has_upcoming=true")).map((c) => c.id).sort(), upcoming.sort(), "upcoming");
  }

  async compareContacts() {
    const seen = [...await this.all("L/contacts"), ...await this.all("L/contacts?archived=true")];
    const { contacts } = this.world;
    assert.deepEqual(seen.map((c) => c.id).sort(), [...contacts.keys()].sort(), "contacts");
    for (const got of seen) {
      const want = contacts.get(got.id);
      assert.equal(got.customer_id, want.customer, `${got.id} customer`);
      assert.equal(got.status, this.world.status(want, this.now()), `${got.id} status`);
      assert.equal(got.archived_at !== null, want.archived, `${got.id} archived`);
      assert.deepEqual([...got.tags].sort(), [...want.tags].sort(), `${got.id} tags`);
    }
  }

  async compareBookings() {
    const seen = await this.all("L/bookings");
    assert.deepEqual(seen.map((b) => b.external_id).sort(), [...this.world.bookings.keys()].sort(), "bookings");
    for (const got of seen) {
      const want = this.world.bookings.get(got.external_id);
      assert.deepEqual([got.status, got.customer_id, got.contact_id, got.grand_total.amount, got.attached_by === "user"],
        [want.status, want.customer, want.contact, want.total, want.byStaff], `booking ${got.external_id}`);
    }
  }

  // The program's own checks agree, too.
  async end() {
    this.server.ownsPlace = false;
    await this.server.stop();
    const { place } = this.server;
    const audit = await regulars(["audit", "verify", ...place.args]);
    assert.equal(audit.code, 0, audit.stdout);
    await place.remove();
  }
}

// ---- what may happen

function report(life, key) {
  const { roll } = life;
  const old = life.world.bookings.get(key);
  const starts = old && roll.chance(60) ? old.starts : START + (roll(80) - 40) * DAY + roll(24) * HOUR;
  const booking = {
    email: old?.email ?? roll.one(EMAILS), status: roll.one(STATUSES), starts, ends: starts + (1 + roll(5)) * HOUR,
    currency: roll.chance(90) ? "EUR" : "USD", total: roll(30000) - 1000, paid: roll(5000),
    customer: old?.customer ?? null, contact: old?.contact ?? null, byStaff: old?.byStaff ?? false, fresh: !old || old.status === "draft",
  };
  const money = (amount) => ({ amount, currency: booking.currency });
  const body = {
    starts_at: new Date(booking.starts).toISOString(), ends_at: new Date(booking.ends).toISOString(), status: booking.status,
    grand_total: money(booking.total), paid: money(booking.paid), balance: money(0),
    booker: { name: booking.email.split("@")[0], email: booking.email },
  };
  return { booking, body };
}

const operations = {
  addCustomer: { weight: 6, async run(life) {
    const email = life.roll.one(EMAILS), owner = life.world.customerOf(email);
    const tags = life.roll.chance(30) ? [life.roll.one(TAGS)] : [];
    const { body } = await life.ask("POST", "L/customers", { name: email.split("@")[0], emails: [email], tags }, owner ? 409 : 201);
    if (owner)
      assert.equal(body.errors[0].customer_id, owner);
    else
      life.world.addCustomer(body.id, email, tags);
  } },
  addLead: { weight: 8, async run(life) {
    const email = life.roll.one(EMAILS), tags = life.roll.chance(30) ? [life.roll.one(TAGS)] : [];
    const { body } = await life.ask("POST", "L/contacts", { name: email.split("@")[0], emails: [email], source: "manual", tags }, 201);
    life.world.addContact(body.id, email, tags);
  } },
  book: { weight: 30, async run(life) {
    const { world, roll } = life;
    const key = roll.chance(45) && world.bookings.size ? life.someId(world.bookings) : `B${roll(1000)}`;
    const { booking, body } = report(life, key);
    const linked = new Map([...world.contacts].map(([id, c]) => [id, c.customer]));
    const { body: got } = await life.ask("PUT", `L/bookings/external/engine/${key}`, body, world.bookings.has(key) ? 200 : 201);
    const now = got.customer_id && !world.customers.has(got.customer_id)
      ? (await life.all(`L/customers/${got.customer_id}/contacts`)).map((c) => c.id).find((id) => !linked.get(id)) : undefined;
    world.bookings.set(key, booking);
    world.match(booking, { ...got, converted: now });
  } },
  again: { weight: 4, async run(life) {
    const key = life.someId(life.world.bookings);
    if (!key)
      return;
    const { status } = life.world.bookings.get(key);
    const { body } = await life.ask("PUT", `L/bookings/external/engine/${key}`, { status }, 200);
    assert.equal(body.applied, false, "saying the same again changes nothing");
  } },
  cancelByStaff: { weight: 4, async run(life) {
    const key = life.someId(life.world.bookings);
    if (!key)
      return;
    const [{ id }] = (await life.all("L/bookings")).filter((b) => b.external_id === key);
    const booking = life.world.bookings.get(key);
    const { body } = await life.ask("PATCH", `L/bookings/${id}`, { status: "canceled" }, 200);
    Object.assign(booking, { fresh: booking.status === "draft", status: "canceled" });
    life.world.match(booking, body);
  } },
  removeBooking: { weight: 3, async run(life) {
    const key = life.someId(life.world.bookings);
    if (!key)
      return;
    const [{ id }] = (await life.all("L/bookings")).filter((b) => b.external_id === key);
    await life.ask("DELETE", `L/bookings/${id}`, undefined, 204);
    life.world.bookings.delete(key);
  } },
  move: { weight: 4, async run(life) {
    const key = life.someId(life.world.bookings), customer = life.someId(life.world.customers);
    if (!key || !customer)
      return;
    const [{ id }] = (await life.all("L/bookings")).filter((b) => b.external_id === key);
    const away = life.roll.chance(25);
    await life.ask(away ? "DELETE" : "PUT", `L/bookings/${id}/customer`, away ? undefined : { customer_id: customer }, 200);
    Object.assign(life.world.bookings.get(key), { customer: away ? null : customer, contact: null, byStaff: true });
  } },
  convert: { weight: 5, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    const contact = life.world.contacts.get(id);
    const owner = contact.customer ?? life.world.customerOf(contact.email);
    const { body } = await life.ask("POST", `L/contacts/${id}/conversion`, undefined, owner ? 200 : 201);
    if (owner)
      assert.equal(body.id, owner);
    if (!contact.customer) {
      const { tags } = contact;
      life.world.link(id, body.id);
      const customer = life.world.customers.get(body.id);
      customer.tags = [...new Set([...customer.tags, ...tags])];
    }
  } },
  lose: { weight: 3, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id || life.world.contacts.get(id).customer)
      return;
    await life.ask("PATCH", `L/contacts/${id}`, { lost_reason: "Too far" }, 200);
    life.world.contacts.get(id).lost = true;
  } },
  archive: { weight: 4, async run(life) {
    const kind = life.roll.one(["customers", "contacts"]), id = life.someId(life.world[kind]);
    if (!id)
      return;
    const back = life.roll.chance(40);
    await life.ask(back ? "DELETE" : "POST", `L/${kind}/${id}/archive`, undefined, 200);
    life.world[kind].get(id).archived = !back;
  } },
  tag: { weight: 5, async run(life) {
    const kind = life.roll.one(["customers", "contacts"]), people = life.world[kind], add = life.roll.chance(65);
    const ids = [...people.keys()].filter(() => life.roll.chance(40)), tag = life.roll.one(TAGS);
    if (!ids.length)
      return;
    const { body } = await life.ask("POST", `L/${kind}/bulk`, { action: add ? "add_tags" : "remove_tags", ids, tags: [tag] }, 200);
    assert.deepEqual([body.matched, body.done, body.failed.length], [ids.length, ids.length, 0]);
    for (const id of ids) {
      const tags = people.get(id).tags.filter((name) => name !== tag);
      people.get(id).tags = add ? [...tags, tag] : tags;
    }
  } },
  deleteCustomer: { weight: 3, async run(life) {
    const id = life.someId(life.world.customers);
    if (!id)
      return;
    await life.ask("DELETE", `L/customers/${id}`, undefined, 200, 204);
    life.world.deleteCustomer(id, life.now());
  } },
  restore: { weight: 2, async run(life) {
    const gone = life.world.deleted.length ? life.roll.one(life.world.deleted) : null;
    if (!gone)
      return;
    const late = life.now() - gone.at > 7 * DAY;
    if (Math.abs(life.now() - gone.at - 7 * DAY) < HOUR)
      return;
    await life.ask("DELETE", `L/customers/${gone.id}/deletion`, undefined, late ? 404 : 200);
    if (late)
      life.world.deleted.splice(life.world.deleted.indexOf(gone), 1);
    else
      life.world.restore(gone);
  } },
  deleteLead: { weight: 2, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    await life.ask("DELETE", `L/contacts/${id}?permanent=true`, undefined, 200, 204);
    life.world.deleteContact(id);
    for (const gone of life.world.deleted)
      gone.contacts = gone.contacts.filter((contact) => contact !== id);
  } },
  followUp: { weight: 5, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    const due = life.now() + (1 + life.roll(240)) * HOUR;
    const { body } = await life.ask("POST", "L/follow-ups", { contact_id: id, due_at: new Date(due).toISOString(), note: "call" }, 201);
    life.world.contacts.get(id).followUps.set(body.id, due);
  } },
  doFollowUp: { weight: 3, async run(life) {
    const open = [...life.world.contacts.values()].filter((c) => c.followUps.size);
    if (!open.length)
      return;
    const contact = life.roll.one(open), id = life.someId(contact.followUps), done = life.roll.chance(70);
    await life.ask("POST", `L/follow-ups/${id}/${done ? "done" : "cancel"}`, done ? { outcome: "spoke" } : undefined, 200);
    contact.followUps.delete(id);
    contact.contacted ||= done;
  } },
  write: { weight: 3, async run(life) {
    const id = life.someId(life.world.contacts);
    if (!id)
      return;
    await life.ask("POST", "L/communications", { contact_id: id, via: "phone", direction: "out", title: "called" }, 201);
    life.world.contacts.get(id).contacted = true;
  } },
  wait: { weight: 5, async run(life) {
    const hours = 1 + life.roll(life.roll.chance(15) ? 24 * 20 : 30);
    await life.server.clock.move(`+${hours}h`);
    life.log.push(`time +${hours}h`);
  } },
  powerCut: { weight: 2, async run(life) {
    await life.server.kill();
    await life.server.start();
    life.log.push("power cut");
  } },
};
