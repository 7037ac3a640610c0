// The audit is a chain: whoever changes, removes, swaps or cuts off an entry is found out, and where.

import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { regulars } from "../lib/program.mjs";
import { sql } from "../lib/postgres.mjs";
import { startServer } from "../lib/server.mjs";

// Runs a statement behind the program's back.
async function tamper(place, statement) {
  if (place.kind === "postgres")
    return sql(new URL(place.store).pathname.slice(1), statement);
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path.join(place.data, "regulars.db"));
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}

// A place in which a few things happened, stopped.
async function lived() {
  const server = await startServer();
  const made = await server.request("POST", "L/contacts", { as: "staff", json: { name: "Ana Ruiz", source: "manual" } });
  assert.equal(made.status, 201);
  const id = made.body.id;
  for (const notes of ["one", "two", "three", "four"])
    assert.equal((await server.request("PATCH", `L/contacts/${id}`, { as: "staff", json: { notes } })).status, 200);
  return { server, id };
}

const verify = (place) => regulars(["audit", "verify", ...place.args]);
const chain = "location_id = (SELECT id FROM location WHERE slug = 'pier')";

test("an untouched chain is whole, over HTTP and on the command line", async () => {
  const { server, id } = await lived();
  const list = await server.request("GET", `L/audit?record_id=${id}`, { as: "manager" });
  assert.equal(list.body.total, 6);
  assert.deepEqual(list.body.items[0].changes, [{ field: "notes", old: "three", new: "four" }]);
  assert.equal(list.body.items[0].record_id, id);
  assert.equal(list.body.items[0].actor.kind, "api_key");
  const over = await server.request("GET", "L/audit/verification", { as: "manager" });
  assert.equal(over.body.whole, true);
  assert.equal((await server.request("GET", "L/audit", { as: "staff" })).status, 403);
  const beside = await verify(server.place);
  assert.equal(beside.code, 0, beside.stderr);
  assert.match(beside.stdout, /pier: whole, \d+ entries/, "beside the running server");
  server.ownsPlace = false;
  await server.stop();
  const told = await verify(server.place);
  assert.equal(told.code, 0, told.stderr);
  assert.match(told.stdout, /pier: whole, \d+ entries/);
  await server.place.remove();
});

const faults = [
  ["a changed entry", `UPDATE audit SET action = 'contact.deleted' WHERE seq = 3 AND ${chain}`, 3],
  ["a changed value", `UPDATE audit_value SET changes = '[]' WHERE seq = 4 AND ${chain}`, 4],
  ["another name", `UPDATE audit_value SET actor_name = 'Somebody' WHERE seq = 2 AND ${chain}`, 2],
  ["a missing entry", `DELETE FROM audit WHERE seq = 3 AND ${chain}`, 4],
  ["a cut-off end", `DELETE FROM audit WHERE seq >= 5 AND ${chain}`, 5],
  ["two swapped entries", `UPDATE audit SET seq = 1000 WHERE seq = 3 AND ${chain};
    UPDATE audit SET seq = 3 WHERE seq = 4 AND ${chain}; UPDATE audit SET seq = 4 WHERE seq = 1000 AND ${chain}`, 3],
];

for (const [name, statement, seq] of faults)
  test(`${name} is found`, async () => {
    const { server } = await lived();
    server.ownsPlace = false;
    await server.stop();
    await tamper(server.place, statement);
    const told = await verify(server.place);
    assert.equal(told.code, 4, told.stdout);
    assert.match(told.stdout, new RegExp(`pier: broken at entry ${seq}:`));
    await server.place.remove();
  });

test("values that went with their salt leave the chain whole", async () => {
  const { server } = await lived();
  server.ownsPlace = false;
  await server.stop();
  await tamper(server.place, `UPDATE audit_value SET what_salt = '', changes = '' WHERE ${chain}`);
  const told = await verify(server.place);
  assert.equal(told.code, 0, told.stdout);
  await server.place.remove();
});
