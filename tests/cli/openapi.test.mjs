// The OpenAPI document: a public linter finds no error in it, and it holds the same routes as the program.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { environment, regularsOk, run } from "../lib/program.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));

test("the linter finds no error", async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "regulars-openapi-"));
  const file = path.join(dir, "openapi.json");
  fs.writeFileSync(file, (await regularsOk(["openapi"])).stdout);
  const redocly = path.join(tests, "node_modules/@redocly/cli/bin/cli.js");
  const result = await run(process.execPath, [redocly, "lint", "--extends=recommended", "--format=summary", file],
    { env: environment({ REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" }), cwd: dir });
  fs.rmSync(dir, { recursive: true });
  assert.equal(result.code, 0, result.stdout + result.stderr);
});

test("the document and the route table hold the same", async () => {
  const document = JSON.parse((await regularsOk(["openapi"])).stdout);
  const { routes } = JSON.parse((await regularsOk(["routes", "--json"])).stdout);
  const documented = Object.entries(document.paths).flatMap(([template, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${template}`));
  const served = routes.map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, "{$1}")}`);
  assert.deepEqual(documented.sort(), served.sort());
});
