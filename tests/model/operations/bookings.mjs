// Bookings and who comes along: reported again and again by an engine, changed, moved, removed by staff.

import assert from "node:assert/strict";
import { DAY, HOUR } from "../calendar.mjs";
import { someEmail } from "./people.mjs";

const STATUSES = ["draft", "pending", "confirmed", "confirmed", "completed", "completed", "no-show", "canceled"];

// One that still says whose it is.
function someKey(life) {
  const keys = [...life.world.bookings].filter(([, booking]) => !booking.erased).map(([key]) => key);
  return keys.length ? life.roll.one(keys) : null;
}

function message(life, old) {
  const { roll } = life;
  const starts = old && roll.chance(60) ? old.starts : life.born + (roll(80) - 40) * DAY + roll(24) * HOUR;
  const told = {
    email: old?.email ?? someEmail(life), status: roll.one(STATUSES), starts, ends: starts + (1 + roll(5)) * HOUR,
    currency: roll.chance(90) ? "EUR" : "USD", total: roll(30000) - 1000, paid: roll(5000), balance: roll(3) * 1000,
    notes: roll.chance(30) ? `engine ${roll(100)}` : undefined,
  };
  const money = (amount) => ({ amount, currency: told.currency });
  const body = {
    starts_at: new Date(told.starts).toISOString(), ends_at: new Date(told.ends).toISOString(), status: told.status,
    grand_total: money(told.total), paid: money(told.paid), balance: money(told.balance), notes: told.notes,
    booker: { name: told.email.split("@")[0], email: told.email },
  };
  return { told, body };
}

// The lead whom the answer made a customer, when it says nothing else of the lead.
async function convertedLead(life, body, linked) {
  if (!body.customer_id || life.world.customers.has(body.customer_id))
    return undefined;
  return (await linkedContacts(life, body.customer_id)).find((id) => !linked.get(id));
}

async function linkedContacts(life, customer) {
  const path = `L/customers/${customer}/contacts`;
  return [...await life.all(path), ...await life.all(`${path}?archived=true`)].map((contact) => contact.id);
}

export const bookingOperations = {
  book: { weight: 30, async run(life) {
    const { world, roll } = life;
    const key = (roll.chance(45) && someKey(life)) || `B${roll(1000)}`, old = world.bookings.get(key);
    if (old?.erased)
      return;
    const { told, body } = message(life, old);
    const linked = new Map([...world.contacts].map(([id, c]) => [id, c.customer]));
    const { body: got } = await life.ask("PUT", `L/bookings/external/engine/${key}`, body, old ? 200 : 201);
    const booking = old ?? { key, id: got.id, customer: null, contact: null, byStaff: false, keptNotes: false, erased: false };
    const kept = old?.keptNotes && told.notes !== undefined && told.notes !== old.notes;
    assert.equal(got.overridden.includes("notes"), kept ?? false, "notes that staff wrote stay");
    const was = old?.status;
    Object.assign(booking, told, { notes: old?.keptNotes ? old.notes : told.notes ?? old?.notes });
    world.bookings.set(key, booking);
    world.match(booking, { ...got, converted: await convertedLead(life, got, linked) }, was);
  } },
  again: { weight: 4, async run(life) {
    const key = someKey(life);
    if (!key)
      return;
    const { status } = life.world.bookings.get(key);
    const { body } = await life.ask("PUT", `L/bookings/external/engine/${key}`, { status }, 200);
    assert.equal(body.applied, false, "saying the same again changes nothing");
  } },
  changeByStaff: { weight: 5, async run(life) {
    const booking = life.world.bookings.get(someKey(life));
    if (!booking)
      return;
    const change = life.roll.chance(50) ? { status: "canceled" } : { notes: `staff ${life.roll(100)}` };
    const { body } = await life.ask("PATCH", `L/bookings/${booking.id}`, change, 200);
    const was = booking.status;
    Object.assign(booking, change, change.notes ? { keptNotes: true } : {});
    life.world.match(booking, body, was);
  } },
  removeBooking: { weight: 3, async run(life) {
    const key = life.someId(life.world.bookings);
    if (!key)
      return;
    await life.ask("DELETE", `L/bookings/${life.world.bookings.get(key).id}`, undefined, 204);
    life.world.removeBooking(key);
  } },
  move: { weight: 5, async run(life) {
    const booking = life.world.bookings.get(someKey(life)), customer = life.someId(life.world.customers);
    if (!booking || !customer)
      return;
    const away = life.roll.chance(25);
    await life.ask(away ? "DELETE" : "PUT", `L/bookings/${booking.id}/customer`, away ? undefined : { customer_id: customer }, 200);
    booking.byStaff = true;
    life.world.give(booking, { customer: away ? null : customer });
  } },

  addGuest: { weight: 8, async run(life) {
    const { world, roll } = life, key = someKey(life);
    if (!key)
      return;
    const email = someEmail(life), customer = roll.chance(30) ? life.someId(world.customers) : null;
    const booking = world.bookings.get(key), refused = customer && (booking.customer === customer || world.isIn(key, customer));
    const guest = { name: email.split("@")[0], email: roll.chance(80) ? email : undefined, customer_id: customer ?? undefined };
    const { body } = await life.ask("POST", `L/bookings/${booking.id}/guests`, guest, refused ? 422 : 201);
    if (refused)
      return;
    world.made(world.guests, body.id, { booking: key, name: guest.name, email: guest.email, customer, by: customer ? "user" : "", erased: false });
    world.matchGuest(body.id, body.customer_id);
  } },
  changeGuest: { weight: 5, async run(life) {
    const { world, roll } = life, id = life.someGuest();
    if (!id)
      return;
    const guest = world.guests.get(id), booking = world.bookings.get(guest.booking);
    if (roll.chance(50)) {
      const email = someEmail(life), name = email.split("@")[0];
      const { body } = await life.ask("PATCH", `L/guests/${id}`, { name, email }, 200);
      const same = guest.name === name && guest.email === email;
      Object.assign(guest, { name, email });
      if (!same)
        world.matchGuest(id, body.customer_id);
      return;
    }
    const customer = roll.chance(70) ? life.someId(world.customers) : null;
    const refused = customer && customer !== guest.customer && (booking.customer === customer || world.isIn(guest.booking, customer, id));
    await life.ask("PATCH", `L/guests/${id}`, { customer_id: customer }, refused ? 422 : 200);
    if (!refused)
      Object.assign(guest, { customer, by: "user" });
  } },
  removeGuest: { weight: 2, async run(life) {
    const id = life.someGuest();
    if (!id)
      return;
    await life.ask("DELETE", `L/guests/${id}`, undefined, 204);
    life.world.guests.delete(id);
  } },
  guestBecomesCustomer: { weight: 3, async run(life) {
    const { world } = life, id = life.someGuest();
    if (!id)
      return;
    const guest = world.guests.get(id), booker = world.bookings.get(guest.booking).customer;
    const { body, status } = await life.ask("POST", `L/guests/${id}/customer`, undefined, 200, 201, 409);
    if (guest.customer) {
      assert.deepEqual([status, body.id], [200, guest.customer]);
      return;
    }
    const { customers, taken } = world.guestCandidates(guest, id), leads = guest.email ? world.leadsOf(guest.email) : [];
    if (status === 409) {
      const isBooker = !customers.length && leads.length > 0 && world.customersOf(guest.email).includes(booker);
      assert.ok(taken.length > 0 || isBooker, `${body.detail} but ${JSON.stringify({ guest, booker, customers, leads, of: world.customersOf(guest.email) })}`);
      return;
    }
    if (customers.length) {
      assert.ok(status === 200 && customers.includes(body.id) && !taken.includes(body.id), `${status} ${body.id} of ${customers}`);
      world.acts(world.customers.get(body.id), guest.email);
    } else if (leads.length) {
      const [lead] = (await linkedContacts(life, body.id)).filter((key) => leads.includes(key));
      assert.ok(lead, `none of ${leads} has become ${body.id}`);
      world.link(lead, body.id);
      world.acts(world.customers.get(body.id), guest.email);
    } else {
      assert.equal(status, 201);
      world.addCustomer(body.id, { name: guest.name, email: world.customerOf(guest.email) ? null : guest.email ?? null });
    }
    Object.assign(guest, { customer: body.id, by: "user" });
  } },
};
