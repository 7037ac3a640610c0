// kill -9, a few rounds of it; tests/long/kill.mjs does fifty.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { killRounds } from "../lib/kill.mjs";
import { exported, furnishedPlace, importFile } from "../lib/moving.mjs";
import { environment, program } from "../lib/program.mjs";

test("a server that is killed five times under eight writers loses nothing and doubles nothing", async () => {
  const { contacts, bookings } = await killRounds({ rounds: 5 });
  assert.ok(contacts > 0 && bookings > 0);
});

const ROWS = 2500;
const options = ["--source", "x", "--external-id", "id"];

test("an import that is killed in the middle is finished by running it again", async () => {
  let place = await furnishedPlace();
  const file = path.join(place.home, "bookings.csv");
  const rows = Array.from({ length: ROWS }, (_, i) => `${i},2026-05-01,Family ${i % 70},family${i % 70}@example.com,${i}.50`);
  await fs.writeFile(file, `id,start,name,email,total\n${rows.join("\n")}\n`);
  // Too early or too late is found out: how fast this machine is now, nobody knows.
  let kept = 0, early = 300, late = 0;
  for (let attempt = 1; attempt <= 12 && (kept === 0 || kept === ROWS); attempt++) {
    const wait = late ? (early + late) / 2 : early * 1.5;
    if (kept === ROWS)
      place = await furnishedPlace();
    const child = spawn(program, ["import", "bookings", file, ...place.args, "--location", "pier", ...options],
      { env: environment(), stdio: "ignore" });
    const ended = new Promise((resolve) => { child.on("close", resolve); });
    await sleep(wait);
    child.kill("SIGKILL");
    await ended;
    kept = (await exported(place, "bookings")).length;
    if (kept === ROWS)
      late = wait;
    else if (kept === 0)
      [early, late] = [wait, late > wait ? late : 0];
  }
  assert.ok(kept > 0 && kept % 250 === 0, `whole transactions: ${kept}`);
  const again = await importFile(place, "bookings", file, options);
  assert.deepEqual([again.code, again.made, again.unchanged], [0, ROWS - kept, kept], again.stderr);
  const customers = await exported(place, "customers");
  assert.equal(customers.length, 70);
  for (const { primary_email, analytics } of customers) {
    const family = Number(/\d+/.exec(primary_email)[0]);
    let bookings = 0, spent = 0;
    for (let i = family; i < ROWS; i += 70, bookings++)
      spent += i * 100 + 50;
    assert.deepEqual([analytics.total_bookings, analytics.total_spent.amount], [bookings, spent], primary_email);
  }
  await place.remove();
});
