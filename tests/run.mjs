// Runs the tests that drive the real program:
//
//     node tests/run.mjs [--engine sqlite|postgres|both] [--jobs N] [--verbose] [pattern…]
//
// Stories are tests/api/**/*.http; programs are *.test.mjs in tests/api, cli, model and web, on node:test. Those in
// tests/web drive a real browser, before one engine only: what differs between engines is below the API.
// A pattern is a part of the file's path. The last line is "N passed, N failed". REGULARS_PROGRAM names another
// build than build/asan/regulars. --verbose names each with its time; with --jobs 1 also that of the processor.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { playStory } from "./lib/play.mjs";
import { havePostgres } from "./lib/postgres.mjs";
import { environment, program, root, run } from "./lib/program.mjs";
import { furnished } from "./lib/server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

const { values: options, positionals: patterns } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", default: "both" },
    jobs: { type: "string", default: String(os.availableParallelism()) },
    verbose: { type: "boolean", default: false },
  },
});
const engines = { sqlite: ["sqlite"], postgres: ["postgres"], both: ["sqlite", "postgres"] }[options.engine];

if (!engines) {
  console.error(`There is no engine "${options.engine}": sqlite, postgres or both.`);
  process.exit(2);
}
if (!fs.existsSync(program)) {
  console.error(`${path.relative(root, program)} is not there; build it with: make asan`);
  process.exit(2);
}
if (engines.includes("postgres") && !havePostgres) {
  const again = spawnSync(path.join(here, "with-postgres"), [process.execPath, ...process.argv.slice(1)], { stdio: "inherit" });
  process.exit(again.status ?? 1);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const reports = [];
const times = [];
const work = findTests().flatMap((file) => (isWeb(file) ? engines.slice(0, 1) : engines).map((engine) => ({ file, engine })));

if (!work.length) {
  console.error(patterns.length ? `No test has ${patterns.join(" or ")} in its path.` : "There are no tests.");
  process.exit(2);
}
// Browser stories wait for what they see more than they work: one goes beside the others, two when those are done. The long
// ones come first, so that none is left over at the end.
const jobs = Math.max(1, Number(options.jobs));
const web = work.filter(({ file }) => isWeb(file)), others = work.filter(({ file }) => !isWeb(file));
const LONG = /\/(screens|forms|history|types)[^/]*$/;
others.sort((a, b) => b.file.endsWith(".mjs") - a.file.endsWith(".mjs"));
web.sort((a, b) => LONG.test(b.file) - LONG.test(a.file));
if (jobs > 1) {
  await Promise.all([runAll(others, jobs).then(() => runAll(web, 1)), runAll(web, 1)]);
} else {
  await runAll(others, 1);
  await runAll(web, 1);
}
if (options.verbose)
  console.log(`The longest: ${times.sort((a, b) => b.took - a.took).slice(0, 12).map(({ name, took }) => `${name} ${Math.round(took / 1000)} s`).join(", ")}`);
if (reports.length)
  console.log(`\n${reports.join("\n\n")}\n`);
if (total.skipped)
  console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);

function findTests() {
  const entries = ["api", "cli", "model", "web"].flatMap((folder) =>
    fs.readdirSync(path.join(here, folder), { recursive: true }).map((entry) => path.join(here, folder, entry)));
  return entries.filter((file) => /\.(http|test\.mjs)$/.test(file))
    .filter((file) => !patterns.length || patterns.some((pattern) => file.includes(pattern))).sort();
}

function isWeb(file) {
  return file.startsWith(path.join(here, "web") + path.sep);
}

async function runAll(tests, jobs) {
  await Promise.all(Array.from({ length: jobs }, () => worker(tests)));
}

async function worker(tests) {
  for (;;) {
    const next = tests.shift();
    if (!next)
      return;
    const begun = Date.now(), spent = childrenMs();
    const result = await (next.file.endsWith(".http") ? playStory : runProgram)(next.file, next.engine);
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped ?? 0;
    reports.push(...result.reports);
    const took = Date.now() - begun;
    times.push({ name: `${path.relative(here, next.file)} [${next.engine}]`, took });
    if (result.failed || options.verbose)
      console.log(`${result.failed ? "FAILED" : "ok"} ${path.relative(root, next.file)} [${next.engine}] ${took} ms${jobs === 1 ? `, ${childrenMs() - spent} ms of processor time` : ""}`);
  }
}

// The processor time of the processes that were waited for (Linux says it in hundredths of a second).
function childrenMs() {
  const fields = fs.readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

// A program runs in a process of its own and finds its engine in the environment.
async function runProgram(file, engine) {
  const name = path.relative(root, file);
  const result = { passed: 0, failed: 0, skipped: 0, reports: [] };
  const env = { REGULARS_TEST_ENGINE: engine };

  try {
    env.REGULARS_TEST_FURNISHED = JSON.stringify({ [engine]: await furnished(engine) });
  } catch (error) {
    env.REGULARS_TEST_FURNISHED = "{}"; // what needs it will say so itself
  }
  const reporter = path.join(here, "lib/reporter.mjs");
  const { code, signal, stdout, stderr } = await run(process.execPath, [`--test-reporter=${reporter}`, file],
    { env: environment(env), timeoutMs: 900_000 });
  for (const line of stdout.split("\n").filter((each) => each.startsWith("\u0001"))) {
    const test = JSON.parse(line.slice(1));
    result[test.outcome]++;
    if (test.outcome === "failed")
      result.reports.push(`FAILED ${name}:${test.line} [${engine}] ${test.name}\n  ${String(test.error).replaceAll("\n", "\n  ")}`);
  }
  if (code !== 0 && !result.failed) {
    result.failed++;
    result.reports.push(`FAILED ${name} [${engine}] ended with ${signal ?? `code ${code}`}\n${stderr}`);
  } else if (!result.passed && !result.failed && !result.skipped) {
    result.failed++;
    result.reports.push(`FAILED ${name} [${engine}] has no tests in it`);
  }
  return result;
}
