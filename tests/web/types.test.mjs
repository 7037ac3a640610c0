// The dashboard's code fits the API that this program prints: its types are made anew and everything is checked with them.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { regularsOk, root, run } from "../lib/program.mjs";
import { temporaryDirectory } from "../lib/server.mjs";

const web = path.join(root, "web");

test("the dashboard's types hold", async () => {
  const { stdout: openapi } = await regularsOk(["openapi"]);
  const types = await run(process.execPath, [path.join(web, "scripts/types.mjs")], { input: openapi });
  assert.equal(types.code, 0, types.stderr);

  const copy = await temporaryDirectory();
  for (const name of ["src", "tsconfig.json", "svelte.config.js", "package.json"])
    await fs.cp(path.join(web, name), path.join(copy, name), { recursive: true });
  await fs.symlink(path.join(web, "node_modules"), path.join(copy, "node_modules"));
  await fs.writeFile(path.join(copy, "src/lib/api-types.ts"), types.stdout);
  const check = await run(process.execPath, [path.join(web, "node_modules/svelte-check/bin/svelte-check"), "--tsconfig", "./tsconfig.json"],
    { cwd: copy, timeoutMs: 300_000 });
  assert.equal(check.code, 0, check.stdout.slice(-4000) + check.stderr.slice(-1000));
});
