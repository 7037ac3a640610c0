// Writers at work while the server is killed again and again. Whoever got no answer asks again with the same key, as a good
// client does. In the end everything that was acknowledged is there, and nothing twice.

import assert from "node:assert/strict";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exported } from "./moving.mjs";
import { regularsOk } from "./program.mjs";
import { newAgent } from "./request.mjs";
import { emptyPlace, engine, furnished, startServer } from "./server.mjs";

const FAMILIES = 40;
const args = ["--rate-key", "100000000", "--log", "errors"];

class Writer {
  done = [];
  asked = 0;

  constructor(number) {
    this.number = number;
    this.agent = newAgent();
  }

  // One record after another until told to stop; the one that got no answer comes again.
  async work(state) {
    while (!state.over) {
      const turn = this.asked;
      const answered = await this.ask(state.server, turn).catch(() => null);
      if (answered === null) {
        await state.alive;
        continue;
      }
      assert.ok(answered.status === 201 || answered.status === 200, answered.text);
      this.done.push({ turn, id: answered.body.id });
      this.asked++;
    }
  }

  name(turn) {
    return `w${this.number}-${turn}`;
  }

  family(turn) {
    return (this.number * 7 + turn) % FAMILIES;
  }

  isContact(turn) {
    return turn % 3 === 0;
  }

  ask(server, turn) {
    const name = this.name(turn), { agent } = this;
    if (this.isContact(turn))
      return server.request("POST", "L/contacts", { as: "staff", agent, headers: { "idempotency-key": name },
        json: { name, source: "referral" } });
    const family = this.family(turn);
    return server.request("PUT", `L/bookings/external/kill/${name}`, { as: "manager", agent, json: {
      starts_at: "2026-05-01T10:00", status: "completed", grand_total: 100 + turn,
      booker: { name: `Family ${family}`, email: `family${family}@example.com` } } });
  }
}

// What is there after a restart: all that was acknowledged, and at most what was asked for besides.
async function checkTotals(server, writers) {
  for (const [noun, wants] of [["contacts", true], ["bookings", false]]) {
    const { body } = await server.request("GET", `L/${noun}?limit=1`);
    const acknowledged = writers.reduce((sum, writer) =>
      sum + writer.done.filter(({ turn }) => writer.isContact(turn) === wants).length, 0);
    assert.ok(body.total >= acknowledged && body.total <= acknowledged + writers.length,
      `${body.total} ${noun}, ${acknowledged} acknowledged`);
  }
}

async function checkAll(place, writers) {
  const contacts = await exported(place, "contacts");
  const bookings = await exported(place, "bookings");
  const names = new Map();
  for (const { id, name } of contacts)
    names.set(name, [...(names.get(name) ?? []), id]);
  for (const { id, external_id } of bookings)
    names.set(external_id, [...(names.get(external_id) ?? []), id]);
  const sums = Array.from({ length: FAMILIES }, () => [0, 0]);
  let count = 0;
  for (const writer of writers) {
    for (const { turn, id } of writer.done) {
      assert.deepEqual(names.get(writer.name(turn)), [id], `${writer.name(turn)} is there once`);
      count++;
      if (!writer.isContact(turn)) {
        sums[writer.family(turn)][0]++;
        sums[writer.family(turn)][1] += 100 + turn;
      }
    }
  }
  assert.equal(contacts.length + bookings.length, count, "nothing is there that nobody asked for");
  const customers = await exported(place, "customers");
  for (const { primary_email, analytics } of customers) {
    const family = Number(/\d+/.exec(primary_email)[0]);
    assert.deepEqual([analytics.total_bookings, analytics.total_spent.amount], sums[family], primary_email);
  }
  assert.equal(customers.length, sums.filter(([bookingsOf]) => bookingsOf).length, "one customer a family");
  return { contacts: contacts.length, bookings: bookings.length, customers: customers.length };
}

// Kills the server `rounds` times under `count` writers, then looks at everything; what there was in the end.
export async function killRounds({ engine: kind = engine, rounds, writers: count = 8, say = () => {} }) {
  const template = await furnished(kind);
  const place = await emptyPlace(kind, { template });
  const server = await startServer({ engine: kind, place, args });
  server.keys = template.keys;
  const writers = Array.from({ length: count }, (_, i) => new Writer(i));
  const state = { server, over: false, alive: Promise.resolve() };
  const working = Promise.all(writers.map((writer) => writer.work(state)));
  working.catch(() => {}); // told below
  for (let round = 1; round <= rounds; round++) {
    await sleep(100 + Math.random() * 600);
    let restarted;
    state.alive = new Promise((resolve) => { restarted = resolve; });
    await server.kill();
    await server.start(args);
    await checkTotals(server, writers);
    say(`round ${round}: ${writers.reduce((sum, writer) => sum + writer.done.length, 0)} acknowledged`);
    restarted();
  }
  await sleep(200);
  state.over = true;
  await working;
  await server.stop();
  const figures = await checkAll(place, writers);
  await checkFile(place);
  await place.remove();
  return figures;
}

// Every backup is checked by SQLite itself.
async function checkFile(place) {
  if (place.kind === "sqlite")
    await regularsOk(["backup", path.join(place.home, "copy.db"), ...place.args]);
}
