// What is paid, said, agreed to and meant to be done.

import assert from "node:assert/strict";
import { HOUR } from "../calendar.mjs";

const CHANNELS = ["email", "email", "any", "sms", "phone"];
const PAYMENT_STATUSES = ["succeeded", "succeeded", "pending", "failed", "canceled"];

// A customer or a lead, as the body of a request says it.
function somebody(life) {
  const id = life.roll.one([...life.world.customers.keys(), ...life.world.contacts.keys()]);
  return { id, member: { [`${life.world.kindOf(id)}_id`]: id } };
}

function someTask(life) {
  const open = [...life.world.tasks].filter(([, task]) => task.state === "open");
  return open.length ? life.roll.one(open) : [null];
}

function someRecord(life) {
  const records = [...life.world.records].filter(([, record]) => !record.erased);
  return records.length ? life.roll.one(records) : [null];
}

const nobody = ({ world }) => world.customers.size + world.contacts.size === 0;

export const historyOperations = {
  pay: { weight: 8, async run(life) {
    const { world, roll } = life;
    const booking = roll.chance(80) ? world.bookings.get(life.someId(world.bookings)) : null;
    const whose = !booking || roll.chance(20) ? (nobody(life) ? null : somebody(life)) : null;
    const currency = booking && roll.chance(80) ? booking.currency : "EUR";
    const record = { kind: roll.chance(75) ? "payment" : "waiver", amount: roll(9000) - 2000, status: roll.one(PAYMENT_STATUSES) };
    if (record.kind === "waiver")
      Object.assign(record, { amount: 0, status: "signed" });
    const { body } = await life.ask("POST", "L/records", { kind: record.kind, amount: { amount: record.amount, currency },
      status: record.status, booking_id: booking?.id, ...whose?.member }, 201);
    const person = whose?.id ?? booking?.customer ?? booking?.contact ?? null;
    world.made(world.records, body.id, { ...record, currency, booking: booking?.key ?? null, person,
      linkedBy: whose ? "user" : person ? "booking" : "", unlinked: false, erased: false });
  } },
  changeRecord: { weight: 3, async run(life) {
    const [id, record] = someRecord(life);
    if (!id || record.kind !== "payment")
      return;
    const change = { amount: life.roll(9000) - 2000, status: life.roll.one(PAYMENT_STATUSES) };
    await life.ask("PATCH", `L/records/${id}`, { status: change.status, amount: { amount: change.amount, currency: record.currency } }, 200);
    Object.assign(record, change);
    const booking = life.world.bookings.get(record.booking);
    if (booking && !record.person && !record.unlinked)
      life.world.recordFollows(record, booking);
  } },
  removeRecord: { weight: 2, async run(life) {
    const [id] = someRecord(life);
    if (!id)
      return;
    await life.ask("DELETE", `L/records/${id}`, undefined, 204);
    life.world.records.delete(id);
  } },

  say: { weight: 5, async run(life) {
    if (nobody(life))
      return;
    const { id, member } = somebody(life), via = life.roll.one(["phone", "email", "note", "in-person"]);
    const { body } = await life.ask("POST", "L/communications",
      { ...member, via, direction: via === "note" ? undefined : "out", title: "hello", body: "words" }, 201);
    life.world.talks.set(body.id, { person: id, via });
  } },
  unsay: { weight: 2, async run(life) {
    const id = life.someId(life.world.talks);
    if (!id)
      return;
    await life.ask("DELETE", `L/communications/${id}`, undefined, 204);
    life.world.talks.delete(id);
  } },

  agree: { weight: 6, async run(life) {
    if (nobody(life))
      return;
    const { roll, world } = life, { id, member } = somebody(life);
    const event = { channel: roll.one(CHANNELS), purpose: roll.chance(75) ? "marketing" : "surveys", given: roll.chance(70),
      obtain_method: roll.one(["manual", "on paper"]) };
    const allowed = !event.given || world.mayAgree(id, event.channel, event.purpose);
    await life.ask("POST", "L/consents", { ...member, ...event }, allowed ? 201 : 409);
    if (allowed)
      world.say(id, event);
  } },

  followUp: { weight: 6, async run(life) {
    if (nobody(life))
      return;
    const { id, member } = somebody(life), due = life.now() + (1 + life.roll(240)) * HOUR;
    const { body } = await life.ask("POST", "L/follow-ups", { ...member, due_at: new Date(due).toISOString(), note: "call" }, 201);
    life.world.tasks.set(body.id, { person: id, due, remind: due, state: "open" });
  } },
  endFollowUp: { weight: 3, async run(life) {
    const [id, task] = someTask(life), done = life.roll.chance(70);
    if (!id)
      return;
    await life.ask("POST", `L/follow-ups/${id}/${done ? "done" : "cancel"}`, done ? { outcome: "spoke" } : undefined, 200);
    task.state = done ? "done" : "canceled";
    const other = life.roll.one(["done", "cancel"]), same = other === (done ? "done" : "cancel");
    await life.ask("POST", `L/follow-ups/${id}/${other}`, undefined, same ? 200 : 409);
  } },
  putOff: { weight: 4, async run(life) {
    const [id, task] = someTask(life);
    if (!id)
      return;
    if (life.roll.chance(60)) {
      const minutes = (1 + life.roll(72)) * 60, about = life.now() + minutes * 60_000;
      const { body } = await life.ask("POST", `L/follow-ups/${id}/snooze`, { minutes }, 200);
      task.remind = Date.parse(body.snoozed_until);
      assert.ok(Math.abs(task.remind - about) < 60_000, `${body.snoozed_until} is not in ${minutes} minutes`);
      return;
    }
    const due = life.now() + (1 + life.roll(240)) * HOUR;
    const { body } = await life.ask("PATCH", `L/follow-ups/${id}`, { due_at: new Date(due).toISOString() }, 200);
    assert.equal(body.snoozed_until, null);
    Object.assign(task, { due, remind: due });
  } },
};
