// Not even the program's own connection changes what the ledger says, or removes a line of it.

import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { sql } from "../../lib/postgres.mjs";
import { run } from "../../lib/program.mjs";
import { startServer } from "../../lib/server.mjs";

async function statement(place, text) {
  if (place.kind === "postgres")
    return sql(place.database, text);
  const { code, stdout, stderr } = await run("sqlite3", [path.join(place.data, "regulars.db"), text]);
  if (code !== 0)
    throw new Error(stderr);
  return stdout.trimEnd();
}

test("the ledger refuses what is no departure", async () => {
  const server = await startServer();
  const made = await server.request("POST", "L/contacts", { as: "staff",
    json: { name: "Ana", emails: ["ana@example.com"], source: "referral" } });
  assert.equal(made.status, 201);
  for (const text of ["UPDATE consent SET given = 0", "DELETE FROM consent", "UPDATE consent SET at_ms = at_ms - 1",
    "UPDATE consent SET obtain_method = 'opt-in-checkbox'", "UPDATE consent SET wording = 'Yes, please'",
    "UPDATE consent SET address = 'leo@example.com'", "UPDATE consent SET demonstrable = 1"])
    await assert.rejects(statement(server.place, text), /append-only/, text);
  assert.equal(await statement(server.place, "SELECT given, address FROM consent"), "1|ana@example.com");
  await statement(server.place, "UPDATE consent SET person_id = NULL, address = '', ip = '', user_agent = ''");
  await server.stop();
});
