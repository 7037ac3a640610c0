// What is kept as a number, counted anew after many random changes of people and bookings while days go by; and the
// figures of the dashboard against the lists behind them.
import assert from "node:assert/strict";
import test from "node:test";
import { regulars } from "../../lib/program.mjs";
import { locations, startServer } from "../../lib/server.mjs";
import { sql } from "../../lib/postgres.mjs";

const CHANGES = 240;
const SOURCES = ["referral", "contact-form", "trade-fair"];
const HOUR = 3600_000;
const DAY = 24 * HOUR;

// mulberry32: the same story every time.
function dice(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

// The local date of a moment, in days since 1970.
const dateOf = (ms) => new Intl.DateTimeFormat("sv-SE", { timeZone: locations.L.zone }).format(ms);
const dayOf = (ms) => Math.round(Date.parse(dateOf(ms)) / DAY);

test("figures agree with what is there, and with the lists behind them", { timeout: 300_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const roll = dice(20260701);
  const ask = async (method, target, json, ...expected) => {
    const { status, body } = await server.request(method, target, { as: "manager", json });
    assert.ok(expected.length === 0 ? status < 500 : expected.includes(status), `${method} ${target}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const some = async (path) => {
    const { items } = await ask("GET", `L/${path}?limit=200`, undefined, 200);
    return items[roll(items.length)];
  };
  const total = async (path) => (await ask("GET", `L/${path}`, undefined, 200)).total;
  const verify = async (change) => {
    const { agrees, differences, compared } = await ask("GET", "L/figures/verification", undefined, 200);
    assert.ok(agrees, `change ${change}: ${JSON.stringify(differences)}`);
    assert.ok(compared > 5);
  };

  // What the dashboard showed in the last moment of each day, as this test saw it.
  const evenings = new Map();
  const look = async (change) => {
    const { figures, leads_by_source: sources, date } = await ask("GET", "L/dashboard", undefined, 200);
    for (const [name, { value, list }] of Object.entries(figures))
      assert.equal(value, await total(list), `change ${change}: ${name} is the total of ${list}`);
    for (const { source, contacts, converted } of sources) {
      assert.equal(contacts, await total(`contacts?source=${source}`), `change ${change}: contacts of ${source}`);
      assert.equal(converted, await total(`contacts?source=${source}&linked=true`), `change ${change}: converted of ${source}`);
    }
    const today = Math.round(Date.parse(date) / DAY);
    for (const name of ["customers", "leads", "active_customers"]) {
      const { series, before, value } = figures[name];
      assert.equal(series.at(-1), value);
      for (let back = 1; back <= 30; back++) {
        const evening = evenings.get(today - back)?.[name];
        if (evening !== undefined)
          assert.equal(back === 30 ? before : series[29 - back], evening, `change ${change}: ${name} ${back} days before ${date}`);
      }
    }
    return { today, values: Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value])) };
  };

  const changes = [
    () => ask("POST", "L/contacts", { name: `Lead ${roll(1000)}`, emails: [`lead${roll(60)}@example.com`], source: SOURCES[roll(3)],
      ...(roll(3) ? {} : { captured_at: new Date(server.clock.now() - roll(60) * DAY).toISOString() }) }),
    () => ask("POST", "L/customers", { name: `Customer ${roll(1000)}`, emails: [`customer${roll(60)}@example.com`], tags: roll(2) ? ["VIP"] : [] }),
    () => ask("PUT", `L/bookings/external/test/${roll(60)}`, {
      starts_at: new Date(server.clock.now() + (roll(260) - 130) * DAY + roll(24) * HOUR).toISOString(),
      status: ["draft", "pending", "confirmed", "confirmed", "completed", "canceled"][roll(6)],
      grand_total: { amount: roll(9000) - 500, currency: roll(4) ? "EUR" : "USD" },
      ...(roll(4) ? { booker: { name: "Somebody", email: `${roll(2) ? "lead" : "customer"}${roll(60)}@example.com` } } : {}) }, 200, 201, 422),
    async () => { const lead = await some("contacts"); if (lead) await ask("POST", `L/contacts/${lead.id}/conversion`); },
    async () => { const lead = await some("contacts"); if (lead) await ask("PATCH", `L/contacts/${lead.id}`, { source: SOURCES[roll(3)] }); },
    async () => { const lead = await some("contacts"); if (lead) await ask("PATCH", `L/contacts/${lead.id}`, { customer_id: roll(2) ? (await some("customers"))?.id ?? null : null }); },
    async () => { const lead = await some("contacts"); if (lead) await ask("POST", "L/contacts/bulk", { action: roll(2) ? "archive" : "unarchive", ids: [lead.id] }); },
    async () => { const lead = await some("contacts"); if (lead) gone.push((await ask("DELETE", `L/contacts/${lead.id}`), `L/contacts/${lead.id}`)); },
    async () => { const one = await some("customers"); if (one) await ask(roll(2) ? "POST" : "DELETE", `L/customers/${one.id}/archive`); },
    async () => { const one = await some("customers"); if (one) gone.push((await ask("DELETE", `L/customers/${one.id}`), `L/customers/${one.id}`)); },
    async () => { if (gone.length) await ask("DELETE", `${gone.splice(roll(gone.length), 1)[0]}/deletion`); },
    async () => { const booking = await some("bookings"); if (booking) await ask("DELETE", `L/bookings/${booking.id}`); },
    async () => { const booking = await some("bookings"); if (booking) await ask("PUT", `L/bookings/${booking.id}/customer`, { customer_id: (await some("customers"))?.id }); },
    async () => { const one = await some("customers"); if (one) await ask("POST", "L/customers/bulk", { action: roll(2) ? "add_tags" : "remove_tags", ids: [one.id], tags: ["VIP"] }); },
  ];
  const weights = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12, 13];
  const gone = [];

  await server.clock.move("2026-03-25T10:00:00Z"); // the clocks change on the 29th
  for (let change = 0; change < CHANGES; change++) {
    await changes[weights[roll(weights.length)]]();
    if (change % 12 !== 11)
      continue;
    const { today, values } = await look(change);
    await verify(change);
    // To the morning after; now and then nothing happens for days.
    evenings.set(today, values);
    await server.clock.move(`+${roll(4) ? 24 : 24 * (1 + roll(8))}h`);
    assert.ok(dayOf(server.clock.now()) > today);
    await look(change);
  }
  assert.ok(evenings.size === CHANGES / 12);

  // On the command line, when the server does not run; and what differs is said.
  const { place } = server;
  await server.kill();
  const good = await regulars(["check", "--figures", ...place.args]);
  assert.equal(good.code, 0, good.stdout + good.stderr);
  assert.match(good.stdout, /^pier: all \d+ numbers agree\n/m);
  if (place.database) {
    await sql(place.database, "UPDATE day_figure SET value = value + 1 WHERE figure = 'bookings'");
    await sql(place.database, "UPDATE location_head SET customers = customers + 1");
    const bad = await regulars(["check", "--figures", ...place.args]);
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /customers: \d+ is stored, \d+ counted/);
    assert.match(bad.stdout, /day_figure bookings \d{4}-\d\d-\d\d: \d+ is stored, \d+ counted/);
  }
  await place.remove();
});
