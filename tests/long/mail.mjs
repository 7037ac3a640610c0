// The long run of tests/lib/mail-kill.mjs, on both engines; prints what goes into bench/runs/mail.txt:
//
//     tests/with-postgres node tests/long/mail.mjs [mails] [kills of each]

import { execFileSync } from "node:child_process";
import path from "node:path";
import { mailKills } from "../lib/mail-kill.mjs";
import { program, root } from "../lib/program.mjs";

const count = Number(process.argv[2] ?? 1000);
const kills = Number(process.argv[3] ?? 5);
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();

console.log(`command: tests/with-postgres node tests/long/mail.mjs ${count} ${kills}`);
console.log(`program: ${path.relative(root, program)} at ${commit}, ${new Date().toISOString()}`);
for (const engine of ["sqlite", "postgres"]) {
  const begun = Date.now();
  const { arrived, doubled, most } = await mailKills({ engine, count, kills, say: (text) => console.error(`${engine} ${text}`) });
  console.log(`${engine}: ${count} waiting mails, the mail server and ours killed ${kills} times each, in ${Math.round((Date.now() - begun) / 1000)} s; ` +
    `${arrived} arrived, ${doubled} of them twice (at most ${most} times, under the same Message-ID)`);
}
console.log("what makes a double possible: a kill between the mail server's 250 to the whole message and our commit that it was sent,");
console.log("or before the 250 of a message that the mail server had already kept; nothing else.");
