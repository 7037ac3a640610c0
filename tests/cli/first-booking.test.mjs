// docs/use/first-booking.md works as printed: its commands run in one shell against a server, and what each block
// prints is what stands below it.
import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { root, run } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";

const PAGE = "docs/use/first-booking.md";
const MARK = "-- end of block --";

// The page's ```sh blocks, each with the ```json block that follows it, if one does before the next ```sh.
function blocksOf(page) {
  const blocks = [];
  for (const [, kind, text] of page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (kind === "sh")
      blocks.push({ commands: text, printed: "" });
    else if (kind === "json")
      blocks.at(-1).printed = text;
  }
  return blocks;
}

test(`${PAGE} works as printed`, { timeout: 120_000 }, async (t) => {
  const blocks = blocksOf(await fs.readFile(path.join(root, PAGE), "utf8"));
  assert.ok(blocks.length > 5);
  const server = await startServer();
  t.after(() => server.stop());
  const script = blocks.map(({ commands }) => `${commands}\necho '${MARK}'\n`).join("");
  const { code, stdout, stderr } = await run("/bin/sh", ["-eu"], {
    input: script,
    env: { ...process.env, L: `${server.origin}/api/v1/locations/pier`, KEY: server.keys["pier/manager"] },
  });
  assert.equal(code, 0, stderr);
  const printed = stdout.split(`${MARK}\n`);
  blocks.forEach((block, i) => assert.equal(printed[i], block.printed, `what this prints:\n${block.commands}`));
});
