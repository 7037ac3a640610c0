// The long run of tests/lib/kill.mjs, on both engines; prints what goes into bench/runs/kill.txt:
//
//     tests/with-postgres node tests/long/kill.mjs [rounds]

import { execFileSync } from "node:child_process";
import path from "node:path";
import { killRounds } from "../lib/kill.mjs";
import { program, root } from "../lib/program.mjs";

const rounds = Number(process.argv[2] ?? 50);
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();

console.log(`command: tests/with-postgres node tests/long/kill.mjs ${rounds}`);
console.log(`program: ${path.relative(root, program)} at ${commit}, ${new Date().toISOString()}`);
for (const engine of ["sqlite", "postgres"]) {
  const begun = Date.now();
  const { contacts, bookings, customers } = await killRounds({ engine, rounds, say: (text) => console.error(`${engine} ${text}`) });
  console.log(`${engine}: ${rounds} kills under 8 writers in ${Math.round((Date.now() - begun) / 1000)} s; ` +
    `${contacts} contacts and ${bookings} bookings of ${customers} customers acknowledged, each there once, sums right`);
}
