// L/events: the change feed as server-sent events.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../lib/events.mjs";
import { engine, owner, startServer } from "../../lib/server.mjs";

const lead = (name) => ({ name, emails: [`${name.toLowerCase()}@example.com`], source: "referral", contact_consent: false });

async function add(server, name, as = "staff") {
  const { status, body } = await server.request("POST", "L/contacts", { as, json: lead(name) });
  assert.equal(status, 201);
  return body;
}

test("what happens is told at once, in order, to those who may know", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const [staff, desk, other] = await Promise.all([
    listen(server, "L/events", { as: "staff" }), listen(server, "L/events", { as: "desk" }),
    listen(server, "E/events", { as: "other-owner" }),
  ]);
  assert.equal(staff.status, 200);
  assert.match(staff.type, /^text\/event-stream/);
  const ready = await staff.next("ready");
  assert.equal(Number(ready.id), ready.data.seq);

  const ana = await add(server, "Ana");
  const event = await staff.next();
  assert.equal(event.event, "contact.created");
  assert.equal(Number(event.id), event.data.seq);
  assert.deepEqual(Object.keys(event.data).sort(), ["action", "at", "id", "kind", "seq"]);
  assert.equal(event.data.id, ana.id);

  // The feed says the same.
  const { body } = await server.request("GET", `L/changes?after=${ready.id}`, { as: "staff" });
  assert.deepEqual(body.items, [event.data]);

  // A hundred writes at once: each once, in order, without a gap that is theirs.
  await Promise.all(Array.from({ length: 100 }, (_, i) => add(server, `Lead${i}`)));
  let last = event.data.seq;
  for (let i = 0; i < 100; i++) {
    const { data } = await staff.next("contact.created");
    assert.ok(data.seq > last);
    last = data.seq;
  }

  // The desk hears of bookings close to today and of nothing else; the other location of nothing.
  const soon = new Date(server.clock.now() + 3600_000).toISOString();
  const { body: booking } = await server.request("POST", "L/bookings", { as: "staff",
    json: { activity: "Kayak", starts_at: soon, status: "confirmed", booker: { name: "Bo", email: "bo@example.com" } } });
  assert.equal((await desk.next("booking.created")).data.id, booking.id);
  assert.deepEqual(desk.events.map(({ event: name }) => name), ["ready", "booking.created"]);
  assert.deepEqual(other.events.map(({ event: name }) => name), ["ready"]);

  // What failed is not told.
  assert.equal((await server.request("POST", "L/contacts", { as: "staff", json: { name: "" } })).status, 422);
  await add(server, "Zoe");
  assert.equal((await staff.next("contact.created")).data.seq > last, true);
  for (const stream of [staff, desk, other])
    stream.close();
});

test("a stream is resumed where it was lost", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const first = await listen(server, "L/events");
  await first.next("ready");
  await add(server, "Ana");
  const seen = await first.next("contact.created");
  first.close();

  const bo = await add(server, "Bo");
  const cy = await add(server, "Cy");
  const again = await listen(server, "L/events", { headers: { "last-event-id": seen.id } });
  assert.equal((await again.next("ready")).id, seen.id);
  assert.equal((await again.next("contact.created")).data.id, bo.id);
  assert.equal((await again.next("contact.created")).data.id, cy.id);
  again.close();

  // A client that cannot send the header says it in the address.
  const asked = await listen(server, `L/events?after=${seen.id}`);
  assert.equal((await asked.next("contact.created")).data.id, bo.id);
  asked.close();

  // Too old, or never reached: the client is told to read everything anew, and hears what comes now.
  const lost = await listen(server, "L/events", { headers: { "last-event-id": "999999" } });
  const resync = await lost.next("resync");
  const dan = await add(server, "Dan");
  const told = await lost.next("contact.created");
  assert.equal(told.data.id, dan.id);
  assert.ok(Number(resync.id) < told.data.seq);
  lost.close();

  for (const headers of [{ "last-event-id": "yesterday" }, { "last-event-id": "-3" }]) {
    const refused = await listen(server, "L/events", { headers });
    assert.equal(refused.status, 400);
    refused.close();
  }
  assert.equal((await server.request("GET", "L/events?afer=3")).status, 400);
  const head = await server.request("HEAD", "L/events");
  assert.equal(head.status, 200);
  assert.match(head.headers["content-type"], /^text\/event-stream/);
});

test("the server's end is the stream's end, and what was missed comes after the restart", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const before = await listen(server, "L/events");
  await before.next("ready");
  const ana = await add(server, "Ana");
  const seen = await before.next("contact.created");
  assert.equal(seen.data.id, ana.id);
  const bo = await add(server, "Bo");
  await server.kill();
  await before.end();
  await server.start();
  const after = await listen(server, "L/events", { headers: { "last-event-id": seen.id } });
  assert.equal((await after.next("contact.created")).data.id, bo.id);
  after.close();
});

// (That one who does not read is not waited for, and gets a resync in place of what did not fit, is in
// tests/unit/test_edge_streams.c: the kernel alone keeps megabytes for a reader.)
test("who missed too much is told to read everything anew, and hears what comes then", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const first = await listen(server, "L/events");
  const { id } = await first.next("ready");
  first.close();
  for (let round = 0; round < 5; round++) {
    const items = Array.from({ length: 500 }, (_, i) =>
      ({ source: "flood", external_id: String(i), starts_at: "2026-05-02T10:00:00Z", activity: `Round ${round}` }));
    assert.equal((await server.request("POST", "L/bookings/batch", { json: { items } })).status, 200);
  }
  const again = await listen(server, "L/events", { headers: { "last-event-id": id } });
  const resync = await again.next();
  assert.equal(resync.event, "resync");
  assert.equal(Number(resync.id), Number(id) + 2500);
  const last = await add(server, "Last");
  const told = await again.next();
  assert.equal(told.data.id, last.id);
  assert.equal(told.data.seq, Number(resync.id) + 1);
  again.close();
  // The feed has all of it.
  let cursor = id;
  let count = 0;
  for (let more = true; more;) {
    const { body } = await server.request("GET", `L/changes?after=${cursor}&limit=1000`);
    count += body.items.length;
    ({ next_cursor: cursor, more } = body);
  }
  assert.equal(count, 2501);
});

test("a stream ends with the session or key behind it", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const secure = { "sec-fetch-site": "same-origin" };

  // A key that is taken back.
  const made = await server.request("POST", "/api/v1/api-keys", { json: { location_id: await locationId(server), name: "till", role: "staff" } });
  assert.equal(made.status, 201, made.text);
  server.keys["pier/till"] = made.body.key;
  const till = await listen(server, "L/events", { as: "till" });
  await till.next("ready");
  assert.equal((await server.request("DELETE", `/api/v1/api-keys/${made.body.id}`)).status, 204);
  await till.end();

  // A session that is signed out of.
  const signIn = async () => {
    const { status, setCookies, text } = await server.request("POST", "/api/v1/session",
      { as: "nobody", json: { email: owner.email, password: owner.password }, headers: secure });
    assert.ok(status === 200 || status === 201, text);
    return { cookie: setCookies[0].split(";")[0], ...secure };
  };
  const headers = await signIn();
  const session = await listen(server, "L/events", { as: "nobody", headers });
  await session.next("ready");
  assert.equal((await server.request("DELETE", "/api/v1/session", { as: "nobody", headers })).status, 204);
  await session.end();

  // One that time ends: nothing is written, and it is found out within a minute.
  const later = await listen(server, "L/events", { as: "nobody", headers: await signIn() });
  await later.next("ready");
  await server.clock.move("+31d");
  await later.end(60_000);
});

async function locationId(server) {
  return (await server.request("GET", "L/settings")).body.id;
}

test("nobody takes all the streams", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const streams = [];
  for (let i = 0; i < 20; i++)
    streams.push(await listen(server, "L/events", { as: "viewer" }));
  assert.ok(streams.every(({ status }) => status === 200));
  const refused = await server.request("GET", "L/events", { as: "viewer" });
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  assert.equal((await server.request("GET", "L/events", { as: "staff" })).status, 200);
  for (const stream of streams)
    stream.close();
  // Whoever left makes room.
  const deadline = Date.now() + 30_000;
  while ((await server.request("GET", "L/events", { as: "viewer" })).status !== 200) {
    assert.ok(Date.now() < deadline);
    await sleep(500);
  }
});

test("several servers on one database tell each other", { skip: engine !== "postgres" && "PostgreSQL only" }, async (t) => {
  const one = await startServer();
  t.after(() => one.stop());
  const two = await startServer({ place: { ...one.place, home: `${one.place.home}/data`, data: one.place.data },
    args: ["--node", "2", "--socket", "no"] });
  t.after(() => two.stop());
  two.keys = one.keys;
  const stream = await listen(two, "L/events");
  await stream.next("ready");
  let fastest = Infinity; // a machine may be busy; whoever has to look by itself is never that fast
  for (let i = 0; i < 5; i++) {
    const began = Date.now();
    const { id } = await add(one, `Ana${i}`);
    assert.equal((await stream.next("contact.created")).data.id, id);
    fastest = Math.min(fastest, Date.now() - began);
  }
  assert.ok(fastest < 2000, `${fastest} ms`);
  stream.close();
});
