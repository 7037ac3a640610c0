// A life of a location: random operations against the server and against the model, the power cut in between, time
// moving; everything that can be seen is compared.

import assert from "node:assert/strict";
import { regulars } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";
import { localDay } from "./calendar.mjs";
import { compare } from "./compare.mjs";
import { dice } from "./dice.mjs";
import { bookingOperations } from "./operations/bookings.mjs";
import { historyOperations } from "./operations/history.mjs";
import { peopleOperations } from "./operations/people.mjs";
import { timeOperations } from "./operations/time.mjs";
import { World } from "./world.mjs";

const BORN = Date.parse("2026-03-20T10:00:30Z"); // nine days before the clocks of Europe change
const operations = { ...peopleOperations, ...bookingOperations, ...historyOperations, ...timeOperations };
const COMPARE_EACH = 40;

export async function live({ seed, operations: count = 160, engine }) {
  const life = new Life(seed, await startServer({ engine }));
  try {
    await life.server.clock.move(new Date(BORN).toISOString());
    for (let i = 1; i <= count; i++) {
      await life.step();
      if (i % COMPARE_EACH === 0)
        await compare(life);
    }
    await life.end();
  } catch (error) {
    await life.server.kill().catch(() => {});
    throw new Error(`seed ${seed}: ${error.message}\n${life.log.slice(-(process.env.MODEL_LINES ?? 25)).join("\n")}\n${error.stack}`);
  }
}

class Life {
  born = BORN;
  world = new World();
  // What the dashboard showed in the last moment of each day: there was nobody on the eve.
  closings = new Map([[localDay(BORN) - 1, { customers: 0, leads: 0, active: 0 }]]);
  log = [];

  constructor(seed, server) {
    this.roll = dice(seed);
    this.server = server;
    this.weights = Object.entries(operations).flatMap(([name, { weight }]) => Array(weight).fill(name));
  }

  now() {
    return this.server.clock.now();
  }

  async ask(method, target, json, ...expected) {
    const answer = await this.server.request(method, target, { as: "manager", json });
    if (method !== "GET")
      this.log.push(`${method} ${target} ${json ? JSON.stringify(json) : ""} → ${answer.status} ${answer.text.slice(0, 160)}`);
    assert.ok(expected.includes(answer.status), `${method} ${target}: ${answer.status} ${answer.text}, expected ${expected.join(" or ")}`);
    return answer;
  }

  async step() {
    await operations[this.roll.one(this.weights)].run(this);
    await this.world.settleGuests((guest) => this.linkOf(guest));
  }

  async linkOf(guest) {
    return (await this.ask("GET", `L/guests/${guest}`, undefined, 200)).body.customer_id;
  }

  someId(map) {
    return map.size ? this.roll.one([...map.keys()]) : null;
  }

  someGuest() {
    const guests = [...this.world.guests].filter(([, guest]) => !guest.erased && !this.world.bookings.get(guest.booking).erased);
    return guests.length ? this.roll.one(guests)[0] : null;
  }

  // A whole list, page by page.
  async all(target) {
    const items = [];
    for (let cursor = ""; cursor !== null;) {
      const { body } = await this.ask("GET",
        `${target}${target.includes("?") ? "&" : "?"}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, undefined, 200);
      items.push(...body.items);
      assert.equal(body.total_exact, true);
      if (!body.next_cursor)
        assert.equal(items.length, body.total, target);
      cursor = body.next_cursor;
    }
    return items;
  }

  // How many entries of each kind the whole timeline of a person has; they come newest first.
  async timeline(path) {
    const counts = {};
    for (let cursor = "", last = null; cursor !== null;) {
      const { body } = await this.ask("GET", `${path}/timeline?limit=20${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, undefined, 200);
      for (const { kind, at } of body.items) {
        counts[kind] = (counts[kind] ?? 0) + 1;
        assert.ok(last === null || at <= last, `${path}: ${at} stands behind ${last}`);
        last = at;
      }
      cursor = body.next_cursor;
    }
    return { counts };
  }

  // Guests and records that were erased tell nothing any more; the model leaves them alone from now on. Nobody shows these
  // addresses, not even who is somebody else.
  async forget(emails) {
    for (const record of await this.all("L/records"))
      this.world.records.get(record.id).erased = record.erased_at !== null;
    for (const booking of this.world.bookings.values())
      for (const got of await this.all(`L/bookings/${booking.id}/guests`)) {
        const guest = this.world.guests.get(got.id);
        assert.ok(!emails.has(got.email), `${got.id} still shows ${got.email}`);
        Object.assign(guest, { erased: got.erased_at !== null, email: emails.has(guest.email) ? undefined : guest.email });
      }
  }

  // The program's own checks agree, too.
  async end() {
    this.server.ownsPlace = false;
    await this.server.stop();
    const { place } = this.server;
    for (const command of [["audit", "verify"], ["check", "--figures"]]) {
      const { code, stdout } = await regulars([...command, ...place.args]);
      assert.equal(code, 0, stdout);
    }
    await place.remove();
  }
}
