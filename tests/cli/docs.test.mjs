// The pages about the command line work as printed: their ```sh blocks run one after another in one shell and an empty
// folder, and what each prints is the ```text block that follows it.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { environment, program, regularsOk, root, run, sanitizerReport } from "../lib/program.mjs";
import { engine, temporaryDirectory } from "../lib/server.mjs";

const MARK = "-- end of block --";
const setUp = ["init", "--email", "olive@example.com", "--name", "Olive", "--location", "Pier", "--slug", "pier",
  "--country", "ES", "--time-zone", "Europe/Madrid", "--currency", "EUR"];

// A block of text that does not come right after a ```sh block is for the reader only.
function blocksOf(page) {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm)]
    .map(([, commands, printed = ""]) => ({ commands, printed }));
}

const withoutHour = (text) => text.replace(/(before-restore-).*/g, "$1");

for (const [page, prepare] of [["docs/run/commands.md", null], ["docs/use/import.md", setUp]]) {
  test(`${page} works as printed`, { skip: engine !== "sqlite" && "the pages are about SQLite" }, async () => {
    const home = await temporaryDirectory();
    const blocks = blocksOf(await fs.readFile(path.join(root, page), "utf8"));
    assert.ok(blocks.length >= 4);
    await fs.mkdir(path.join(home, "bin"));
    await fs.symlink(program, path.join(home, "bin/regulars"));
    if (prepare)
      await regularsOk(prepare, { cwd: home, input: "correct horse battery\n" });
    const { code, stdout, stderr } = await run("/bin/sh", ["-eu"], {
      input: blocks.map(({ commands }) => `${commands}\necho '${MARK}'\n`).join(""), cwd: home,
      env: environment({ PATH: `${path.join(home, "bin")}:${process.env.PATH}` }),
    });
    assert.equal(sanitizerReport(stderr), null);
    assert.equal(code, 0, stderr);
    const printed = stdout.split(`${MARK}\n`);
    blocks.forEach((block, i) =>
      assert.equal(withoutHour(printed[i]), withoutHour(block.printed), `what this prints:\n${block.commands}`));
  });
}
