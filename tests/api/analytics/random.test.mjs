// Analytics after many random changes, against what an independent computation over the bookings says, while time
// passes. (tests/unit/test_booking_analytics.c compares far more of them with the program's own second way.)
import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";

const CHANGES = 250;
const PEOPLE = ["ana", "bo", "cy"];
const HOUR = 3600_000;

// mulberry32: the same story every time.
function dice(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function message(roll, now) {
  const start = now + (roll(400) - 200) * HOUR;
  const money = (amount) => ({ amount, currency });
  const currency = ["EUR", "EUR", "EUR", "USD"][roll(4)];
  const body = {
    starts_at: new Date(start).toISOString(), ends_at: new Date(start + roll(48) * HOUR).toISOString(),
    status: ["draft", "pending", "confirmed", "completed", "no-show", "canceled"][roll(6)],
    grand_total: money(roll(20000) - 2000), paid: money(roll(9000)), balance: money(roll(500)),
  };
  return roll(4) ? { ...body, booker: { email: `${PEOPLE[roll(PEOPLE.length)]}@example.com` } } : body;
}

function computed(bookings, now) {
  const sum = (list, of) => list.reduce((total, booking) => total + of(booking), 0);
  const own = (booking) => booking.currency === "EUR";
  const counted = bookings.filter((booking) => ["confirmed", "completed"].includes(booking.status));
  const lost = bookings.filter((booking) => ["canceled", "no-show"].includes(booking.status));
  const start = (booking) => Date.parse(booking.starts_at);
  const starts = counted.map(start).sort((a, b) => a - b);
  const ended = counted.filter((booking) => Date.parse(booking.ends_at) <= now).map(start).sort((a, b) => a - b);
  const time = (ms) => (ms === undefined ? null : new Date(ms).toISOString());
  const spent = sum(counted.filter(own), (booking) => booking.grand_total.amount);
  return {
    total_bookings: counted.length,
    total_spent: spent,
    lifetime_value: spent,
    paid: sum(bookings.filter((b) => own(b) && b.status !== "draft"), (b) => b.paid.amount),
    kept: sum(lost.filter(own), (b) => b.paid.amount),
    open_balance: sum(counted.filter(own), (b) => b.balance.amount),
    upcoming_value: sum(counted.filter((b) => own(b) && start(b) > now), (b) => b.grand_total.amount),
    canceled: lost.filter((b) => b.status === "canceled").length,
    no_show: lost.filter((b) => b.status === "no-show").length,
    first_booking_at: time(starts[0]),
    last_booking_at: time(ended.at(-1)),
    next_booking_at: time(starts.find((ms) => ms > now)),
    dollars: sum(counted.filter((b) => !own(b)), (b) => b.grand_total.amount),
  };
}

function answered({ analytics }) {
  const plain = Object.fromEntries(Object.entries(analytics).map(([name, value]) => [name, value?.amount ?? value]));
  const dollars = analytics.other_currencies.find(({ currency }) => currency === "USD")?.spent;
  return { ...plain, dollars: dollars?.amount ?? dollars ?? 0 };
}

test("analytics agree with the bookings after every change", { timeout: 300_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const roll = dice(20260601);
  const ask = async (method, target, json, ...expected) => {
    const { status, body } = await server.request(method, target, { as: "manager", json });
    assert.ok(expected.includes(status), `${method} ${target}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  await server.clock.move("2026-06-01T10:00:00Z");

  const compare = async (change) => {
    for (const customer of (await ask("GET", "L/customers?limit=200", undefined, 200)).items) {
      const { items, total } = await ask("GET", `L/customers/${customer.id}/bookings?limit=200`, undefined, 200);
      assert.equal(items.length, total);
      // Half a second either side: nothing in this story starts within it.
      const expected = computed(items, server.clock.now());
      const got = answered(customer);
      for (const [name, value] of Object.entries(expected))
        assert.equal(got[name], value, `change ${change}, ${customer.name}, ${name}`);
    }
  };

  for (let change = 0; change < CHANGES; change++) {
    const what = roll(20);
    if (what < 15) {
      await ask("PUT", `L/bookings/external/test/${roll(40)}`, message(roll, Date.parse("2026-06-05T10:30:00Z")), 200, 201);
    } else {
      const { items } = await ask("GET", "L/bookings?limit=200", undefined, 200);
      const booking = items[roll(items.length)];
      const other = items[roll(items.length)]?.customer_id;
      if (booking && what < 17)
        await ask("DELETE", `L/bookings/${booking.id}`, undefined, 204);
      else if (booking && other && what < 19)
        await ask("PUT", `L/bookings/${booking.id}/customer`, { customer_id: other }, 200);
      else if (booking)
        await ask("DELETE", `L/bookings/${booking.id}/customer`, undefined, 200);
    }
    if (change % 10 === 9) {
      await server.clock.move(`+${roll(9) + 1}h`);
      await compare(change);
    }
  }
});
