// A follow-up that is due is announced once, within a second, as an event of the location; an idle server is left alone.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";

async function until(what, check) {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(50)) {
    const answer = await check();
    if (answer)
      return answer;
  }
  throw new Error(`${what} did not happen`);
}

async function dues(server, where, id) {
  const { body } = await server.request("GET", `${where}/audit?action=follow_up.due&record_id=${id}`, { as: where === "L" ? "owner" : "other-owner" });
  return body.items;
}

async function schedule(server, where, as, due_at) {
  const person = await server.request("POST", `${where}/customers`, { as, json: { name: "Ana", emails: [`a${Math.random()}@example.com`] } });
  assert.equal(person.status, 201, person.text);
  const made = await server.request("POST", `${where}/follow-ups`, { as, json: { customer_id: person.body.id, due_at } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

test("a due follow-up is announced once, in its own location", async () => {
  const server = await startServer();
  const soon = new Date(Date.now() + 1500);
  const later = new Date(Date.now() + 3600_000);
  const here = await schedule(server, "L", "staff", soon.toISOString());
  const there = await schedule(server, "E", "other-staff", soon.toISOString());
  const other = await schedule(server, "L", "staff", later.toISOString());

  const [event] = await until("the announcement", async () => {
    const items = await dues(server, "L", here.id);
    return items.length ? items : null;
  });
  assert.equal(event.actor.kind, "system");
  assert.equal(event.record_id, here.id);
  const late = Date.parse(event.at) - soon.getTime();
  assert.ok(late >= 0 && late < 1000, `announced after ${late} ms`);
  await until("the other location's", async () => (await dues(server, "E", there.id)).length === 1);

  const seen = await server.request("GET", `L/follow-ups/${here.id}`, { as: "staff" });
  assert.equal(seen.body.announced_at, event.at);

  // Put off, it is announced anew; what nobody did in between was announced once.
  await server.request("POST", `L/follow-ups/${here.id}/snooze`, { as: "staff", json: { minutes: 30 } });
  await server.clock.move("+31m");
  await until("the second announcement", async () => (await dues(server, "L", here.id)).length === 2);
  assert.equal((await dues(server, "L", other.id)).length, 0);

  // What has ended is not announced.
  await server.request("POST", `L/follow-ups/${other.id}/cancel`, { as: "staff" });
  await server.clock.move("+2h");
  await wait(1200);
  assert.equal((await dues(server, "L", other.id)).length, 0);
  assert.equal((await dues(server, "L", here.id)).length, 2);
  await server.stop();
});

test("what came due while the server was down is announced when it is up", async () => {
  const server = await startServer();
  const made = await schedule(server, "L", "staff", new Date(Date.now() + 600_000).toISOString());
  await server.kill();
  await server.clock.move("+1h");
  await server.start();
  await until("the announcement", async () => (await dues(server, "L", made.id)).length === 1);
  await server.stop();
});

test("many at one moment, in batches", async () => {
  const server = await startServer();
  const ids = await Promise.all(Array.from({ length: 16 }, async (_, i) => {
    const person = await server.request("POST", "L/customers", { as: "staff", json: { name: `P ${i}`, emails: [`p${i}@example.com`] } });
    return person.body.id;
  }));
  const due_at = new Date(Date.now() + 3600_000).toISOString();
  for (let round = 0; round < 15; round++) {
    const bulk = await server.request("POST", "L/customers/bulk", { as: "staff", json: { action: "schedule_follow_up", ids, due_at } });
    assert.equal(bulk.body.done, 16, bulk.text);
  }
  await server.clock.move("+2h");
  await until("all 240", async () => {
    const { body } = await server.request("GET", "L/audit?action=follow_up.due&limit=1", { as: "owner" });
    return body.total === 240;
  });
  await server.stop();
});
