// Moving data in and out by the command line, in a place of its own.

import path from "node:path";
import { regulars, regularsOk, root } from "./program.mjs";
import { emptyPlace, engine, furnished } from "./server.mjs";

export const fixture = (name) => path.join(root, "tests/fixtures/import", name);

// A place in which the two locations and their keys are set up, and no server runs.
export async function furnishedPlace() {
  return emptyPlace(engine, { template: await furnished(engine) });
}

// { code, stderr, rows, made, changed, unchanged, refused } of `regulars import`.
export async function importFile(place, noun, file, options = [], more = {}) {
  const { code, stdout, stderr } = await regulars(
    ["import", noun, file, ...place.args, "--location", "pier", ...options], { timeoutMs: 550_000, ...more });
  const counts = /(\d+) rows: (\d+) made, (\d+) changed, (\d+) unchanged, (\d+) refused/.exec(stdout);
  const [rows, made, changed, unchanged, refused] = (counts ?? []).slice(1).map(Number);
  return { code, stdout, stderr, rows, made, changed, unchanged, refused };
}

// All records of the location, as the API shows them.
export async function exported(place, noun, options = []) {
  const { stdout } = await regularsOk(["export", noun, ...place.args, "--location", "pier", "--format", "jsonl", ...options],
    { timeoutMs: 550_000 });
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
