import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { exported, fixture, furnishedPlace, importFile } from "../lib/moving.mjs";
import { regulars, regularsOk } from "../lib/program.mjs";
import { engine, startServer } from "../lib/server.mjs";

const onlySqlite = { skip: engine !== "sqlite" && "PostgreSQL has its own tools" };
const fareharbor = ["--source", "fareharbor", "--skip-title"];

test("PostgreSQL is copied by its own tools", { skip: engine !== "postgres" && "SQLite" }, async () => {
  const place = await furnishedPlace();
  const copy = path.join(place.home, "copy.dump");
  const { stdout } = await regularsOk(["backup", ...place.args, copy]);
  assert.match(stdout, /^Copied to .*copy\.dump: \d+ kB; checked\.$/m);
  assert.equal((await fs.stat(copy)).mode & 0o777, 0o600);
  const restored = await regulars(["restore", ...place.args, copy]);
  assert.equal(restored.code, 2);
  assert.match(restored.stderr, /pg_restore/);
  const missing = await regulars(["backup", ...place.args, `${copy}2`], { env: { PATH: "/nowhere" } });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /pg_dump is not installed/);
  await place.remove();
});

test("a backup is made while the server writes, and is whole", onlySqlite, async () => {
  const server = await startServer();
  const copy = path.join(server.place.home, "copy.db");
  let writing = true, written = 0;
  const writers = Array.from({ length: 4 }, async () => {
    while (writing) {
      const made = await server.request("POST", "L/contacts", { as: "staff", json: { name: "Ana", source: "referral" } });
      assert.equal(made.status, 201);
      written++;
    }
  });
  while (written < 20)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const before = written;
  const { stdout } = await regularsOk(["backup", copy, ...server.place.args]);
  const after = written;
  writing = false;
  await Promise.all(writers);
  assert.equal((await fs.stat(copy)).mode & 0o777, 0o600);
  await server.stop();
  const people = Number(/: (\d+) people/.exec(stdout)[1]);
  assert.ok(people >= before && people <= after + 4, `${before} to ${after}: ${stdout}`);
  assert.match(stdout, /checked/);
});

test("a copy replaces nothing unless told so", onlySqlite, async () => {
  const place = await furnishedPlace();
  const copy = path.join(place.home, "copy.db");
  await fs.writeFile(copy, "precious");
  const refused = await regulars(["backup", copy, ...place.args]);
  assert.equal(refused.code, 4);
  assert.match(refused.stderr, /already; --force replaces it/);
  assert.equal(await fs.readFile(copy, "utf8"), "precious");
  await regularsOk(["backup", copy, "--force", ...place.args]);
  assert.equal((await regulars(["backup", path.join(place.home, "no/copy.db"), ...place.args])).code, 2);
  assert.equal((await regulars(["backup", ...place.args])).code, 2);
  assert.deepEqual((await fs.readdir(place.home)).filter((name) => name.includes("unchecked")), []);
  await place.remove();
});

test("a restore brings back what was there, and keeps what is", onlySqlite, async () => {
  const place = await furnishedPlace();
  const copy = path.join(place.home, "copy.db");
  await importFile(place, "bookings", fixture("fareharbor.csv"), fareharbor);
  const before = await exported(place, "bookings");
  await regularsOk(["backup", copy, ...place.args]);
  await importFile(place, "bookings", fixture("broken.csv"), ["--source", "old", "--external-id", "id"]);
  assert.equal((await exported(place, "bookings")).length, 6);
  const refused = await regulars(["restore", copy, ...place.args]);
  assert.equal(refused.code, 4);
  assert.match(refused.stderr, /--force/);
  const { stdout } = await regularsOk(["restore", copy, "--force", ...place.args]);
  assert.deepEqual(await exported(place, "bookings"), before);
  const kept = /kept as (.*)\.\n/.exec(stdout)[1];
  const old = { ...place, args: ["--data", place.data, "--store", `sqlite:${kept}`] };
  assert.equal((await exported(old, "bookings")).length, 6);

  const elsewhere = { ...place, args: ["--data", place.data, "--store", `sqlite:${path.join(place.home, "new.db")}`] };
  await regularsOk(["restore", copy, ...elsewhere.args]);
  assert.deepEqual(await exported(elsewhere, "bookings"), before);

  // On a new machine there is no data directory yet.
  const machine = { ...place, args: ["--data", path.join(place.home, "new-machine")] };
  await regularsOk(["restore", copy, ...machine.args]);
  assert.deepEqual(await exported(machine, "bookings"), before);
  await place.remove();
});

test("what is damaged, foreign or newer is not restored; nothing is, while a server runs", onlySqlite, async () => {
  const server = await startServer();
  const { place } = server;
  const copy = path.join(place.home, "copy.db");
  await regularsOk(["backup", copy, ...place.args]);
  const running = await regulars(["restore", copy, "--force", ...place.args]);
  assert.equal(running.code, 4);
  assert.match(running.stderr, /stop the server first/);
  assert.equal((await server.request("GET", "L/contacts")).status, 200);
  const bytes = await fs.readFile(copy);
  await server.stop();

  const other = await furnishedPlace();
  const restore = (file) => regulars(["restore", file, "--force", ...other.args]);
  const bad = path.join(other.home, "bad.db");
  await fs.writeFile(bad, Buffer.concat([bytes.subarray(0, 4096 * 6), Buffer.alloc(4096 * 8, 7), bytes.subarray(4096 * 14)]));
  const damaged = await restore(bad);
  assert.equal(damaged.code, 2);
  assert.match(damaged.stderr, /damaged|cannot be read/);
  await fs.writeFile(bad, "this is a letter, not a database");
  assert.match((await restore(bad)).stderr, /not a database/);
  assert.match((await restore(path.join(other.home, "none.db"))).stderr, /no file/);
  const name = bytes.indexOf("0001_start.sql");
  const newer = Buffer.from(bytes);
  newer.write("9001_start.sql", name);
  await fs.writeFile(bad, newer);
  const late = await restore(bad);
  assert.equal(late.code, 2);
  assert.match(late.stderr, /newer than this program|damaged/);
  assert.deepEqual(await exported(other, "contacts"), [], "the database is as it was");
  assert.deepEqual((await fs.readdir(other.data)).filter((each) => /restor/.test(each)), []);
  await other.remove();
});
