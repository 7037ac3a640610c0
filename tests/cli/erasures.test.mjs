// Whoever was erased stays erased when an older copy of the database is brought back.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { exported } from "../lib/moving.mjs";
import { regulars, regularsOk } from "../lib/program.mjs";
import { emptyPlace, engine, startServer } from "../lib/server.mjs";
import { until } from "../lib/until.mjs";

const asker = (server) => async (method, target, json) => {
  const { status, body, text } = await server.request(method, target, { json });
  assert.ok(status < 300, `${method} ${target}: ${status} ${text}`);
  return body;
};

// Ana with a profile, Ben of whom only a booking and a mail know, Eve who stays.
async function lived(server) {
  const ask = asker(server);
  const lead = await ask("POST", "L/contacts", { name: "Ana Ruizcanary", emails: ["ana@example.com"], phones: ["+34600123456"], source: "referral" });
  const ana = await ask("POST", `L/contacts/${lead.id}/conversion`);
  const trip = await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", status: "completed", grand_total: 5000,
    booker: { name: "Ana Ruizcanary", email: "ana@example.com" }, notes: "notecanary" });
  const sent = await ask("POST", "L/communications", { via: "email", to: "ben@example.com", title: "Bencanary" });
  const draft = await ask("PUT", "L/bookings/external/engine/2", { activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", status: "draft",
    booker: { name: "Bencanary", email: "ben@example.com" } });
  const eve = await ask("POST", "L/customers", { name: "Eve Stays", emails: ["eve@example.com"] });
  const stray = await ask("PUT", "L/bookings/external/engine/3", { activity: "Kayak", starts_at: "2026-05-02T10:00:00Z", status: "completed", grand_total: 700,
    booker: { name: "Strange Canary" } });
  return { ana, lead, trip, sent, draft, eve, stray };
}

async function eraseBoth(server, { ana, stray }) {
  const ask = asker(server);
  // Only after the copy was made does anybody know that this booking was hers.
  await ask("PUT", `L/bookings/${stray.id}/customer`, { customer_id: ana.id });
  const first = await ask("POST", `L/customers/${ana.id}/erasure`, {});
  const second = await ask("POST", "L/erasures", { email: "ben@example.com" });
  return [first.id, second.id];
}

async function nobodyIsBack(server, { ana, lead, trip, sent, draft, eve, stray }, erasures) {
  const ask = asker(server);
  for (const target of [`L/customers/${ana.id}`, `L/contacts/${lead.id}`])
    assert.equal((await server.request("GET", target)).status, 404, target);
  for (const booking of [trip, draft, stray]) {
    const left = await ask("GET", `L/bookings/${booking.id}`);
    assert.deepEqual([left.booker.name, left.booker.email, left.notes, typeof left.erased_at], [null, null, null, "string"]);
  }
  assert.equal((await ask("GET", `L/bookings/${trip.id}`)).grand_total.amount, 5000);
  assert.equal((await ask("GET", `L/communications/${sent.id}`)).title, null);
  assert.equal((await ask("GET", `L/customers/${eve.id}`)).name, "Eve Stays");
  const { items } = await ask("GET", "L/erasures");
  assert.deepEqual(items.map((one) => one.id).sort(), [...erasures].sort());
  assert.ok(items.every((one) => one.repeated_at));
  // No import turns a no into a yes, and a late message brings no name back.
  const back = await ask("POST", "L/contacts", { name: "New", emails: ["ben@example.com"], source: "import", contact_consent: true });
  assert.equal(back.contact_consent, false);
  const late = await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", grand_total: 6000,
    booker: { name: "Ana Ruizcanary", email: "ana@example.com" } });
  assert.deepEqual([late.id, late.booker.name], [trip.id, null]);
  assert.equal((await ask("GET", "L/figures/verification")).agrees, true);
  assert.equal((await ask("GET", "L/audit/verification")).whole, true);
}

test("a restore erases again who was erased since the copy was made", { skip: engine !== "sqlite" && "PostgreSQL has its own tools" }, async (t) => {
  const server = await startServer();
  const { place } = server;
  server.ownsPlace = false;
  t.after(() => server.stop().finally(() => place.remove()));
  const copy = path.join(place.home, "copy.db");
  const people = await lived(server);
  await regularsOk(["backup", copy, ...place.args]);
  const erasures = await eraseBoth(server, people);
  await server.stop();

  const restored = await regularsOk(["restore", copy, "--force", ...place.args]);
  assert.match(restored.stdout, /Erased again, as since this copy was made: 2\.$/m);
  for (const name of (await fs.readdir(place.data)).filter((one) => /^regulars\.db(-wal)?$/.test(one)))
    assert.doesNotMatch((await fs.readFile(path.join(place.data, name))).toString("latin1"), /canary/i, name);
  assert.equal((await fs.readdir(place.data)).filter((one) => /before-restore-.*Z$/.test(one)).length, 1, "what was there is kept");
  assert.equal((await exported(place, "customers")).length, 1);
  await server.start();
  await nobodyIsBack(server, people, erasures);
  await server.stop();

  // The copy once more, and the database that knew is gone: the list beside it knows, too.
  await fs.rm(path.join(place.data, "regulars.db"));
  const again = await regularsOk(["restore", copy, ...place.args]);
  assert.match(again.stdout, /Erased again, as since this copy was made: 2\.$/m);
});

test("a server that starts on an older copy erases again before it answers", async (t) => {
  const server = await startServer();
  const { place } = server;
  server.ownsPlace = false;
  t.after(() => server.stop().finally(() => place.remove()));
  const people = await lived(server);
  await server.stop();
  const older = await emptyPlace(engine, { template: place });
  t.after(() => older.remove());

  await server.start();
  const erasures = await eraseBoth(server, people);
  const list = path.join(place.data, "erasures.jsonl");
  const text = await until("the list", async () => {
    const said = await fs.readFile(list, "utf8").catch(() => "");
    return erasures.length === said.split("\n").filter((line) => line.startsWith("{")).length && said;
  }, { mostMs: 90_000 });
  assert.equal((await fs.stat(list)).mode & 0o777, 0o600);
  assert.doesNotMatch(text, /canary|example\.com|600123456/i);
  const printed = (await regularsOk(["erasures", ...place.args])).stdout;
  assert.equal(printed.split("\n").filter(Boolean).length, 2);
  await server.stop();

  // The list is what lay beside the newer database; the copy comes from elsewhere.
  await fs.copyFile(list, path.join(older.data, "erasures.jsonl"));
  const late = await startServer({ place: older });
  t.after(() => late.stop());
  late.keys = server.keys;
  await nobodyIsBack(late, people, erasures);
  await late.stop();
  const once = await regularsOk(["erasures", "again", list, ...older.args]);
  assert.match(once.stdout, /^0 erasures/);

  // What cannot be read keeps nobody out, and is said.
  await fs.writeFile(path.join(older.data, "erasures.jsonl"), "{\"id\": 1}\nnonsense\n");
  const wrong = await regulars(["erasures", "again", path.join(older.data, "erasures.jsonl"), ...older.args]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /0 erasures were done again, 2 could not/);
  await late.start();
  assert.match(late.stderr, /erasures_not_repeated/);
  await late.stop();
});
