// The whole order logs on both engines; prints what goes into bench/runs/order-logs.txt:
//
//     REGULARS_PROGRAM=build/release/regulars tests/with-postgres node tests/long/order-logs.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { importFile } from "../lib/moving.mjs";
import { expected, found, hotel, hotelExpected, hotelFound, logs, sendLog, unzipped } from "../lib/order-logs.mjs";
import { sql } from "../lib/postgres.mjs";
import { program, root } from "../lib/program.mjs";
import { emptyPlace, furnished, startServer } from "../lib/server.mjs";

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
const HOUR_MS = 3600_000;
const MINUTE_MS = 60_000; // how often PostgreSQL's autovacuum looks at its tables, which is off in tests
const seconds = (begun) => `${((Date.now() - begun) / 1000).toFixed(1)} s`;

console.log("command: REGULARS_PROGRAM=build/release/regulars tests/with-postgres node tests/long/order-logs.mjs");
console.log(`program: ${path.relative(root, program)} at ${commit}, ${new Date().toISOString()}`);
for (const engine of (process.argv[2] ?? "sqlite,postgres").split(",")) {
  for (const [name, log] of Object.entries(logs))
    await wholeLog(engine, name, log);
  await wholeHotel(engine);
}

async function newPlace(engine) {
  const template = await furnished(engine);
  return { place: await emptyPlace(engine, { template }), keys: template.keys };
}

async function wholeLog(engine, name, log) {
  const want = await expected(log, log.file);
  const orders = want.reduce((sum, line) => sum + Number(line.split("|")[1]), 0);
  const cents = want.reduce((sum, line) => sum + Number(line.split("|")[2]), 0);
  console.log(`${engine} ${name}: awk counts ${orders} orders of ${want.length} customers, ${(cents / 100).toFixed(2)} in all`);

  const { place } = await newPlace(engine);
  for (const [time, verdict] of [["first", "made"], ["second", "unchanged"]]) {
    const begun = Date.now();
    const done = await importFile(place, "bookings", log.file, log.options, { timeoutMs: HOUR_MS });
    assert.deepEqual([done.code, done.rows, done[verdict]], [0, orders, orders], done.stderr);
    const took = seconds(begun);
    assert.deepEqual(await found(place), want);
    console.log(`  ${time} import: ${done.stdout.trim()} ${took}; every customer's count, total, first and last day are awk's`);
  }
  await place.remove();

  const { place: other, keys } = await newPlace(engine);
  const server = await startServer({ engine, place: other, args: ["--rate-key", "100000000", "--log", "errors"] });
  server.keys = keys;
  const begun = Date.now();
  const looking = engine === "postgres" && setInterval(() => sql(other.database, "ANALYZE").catch(() => {}), MINUTE_MS);
  assert.deepEqual(await sendLog(server, name, log.file), { 201: orders });
  clearInterval(looking);
  const took = seconds(begun);
  assert.deepEqual(await found(other), want);
  await server.stop();
  await other.remove();
  console.log(`  over HTTP, 500 a request: ${orders} made in ${took}; the same customers, counts, totals and days`);
}

async function wholeHotel(engine) {
  const { place } = await newPlace(engine);
  const file = path.join(place.home, "hotel.csv");
  await fs.writeFile(file, unzipped(hotel.zip));
  const begun = Date.now();
  const done = await importFile(place, "bookings", file, hotel.options, { timeoutMs: HOUR_MS });
  assert.equal(done.code, 0, done.stderr);
  const took = seconds(begun);
  const want = await hotelExpected(file);
  assert.deepEqual(await hotelFound(place), want);
  console.log(`${engine} hotel: ${done.stdout.trim().replaceAll("\n", " ")} ${took}; nobody is a customer; status|bookings|cents|people as awk has them: ${want.join(" ")}`);
  await place.remove();
}
