// Every screen that web/src/features/pages.ts lists, in every look, full of hostile content: axe finds nothing, nothing
// scrolls sideways, no script runs; the same for every dialog. screens-states.test.mjs has the other states.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, settled, startDesk, wide } from "../lib/browser.mjs";
import { dialogsOf } from "../lib/dialogs.mjs";
import { furnish, screensOf } from "../lib/hostile.mjs";
import { allLookRight, small, wrongsOver } from "../lib/looks.mjs";

let desk, ids, screens;

before(async () => {
  desk = await startDesk();
  ids = await furnish(desk);
  screens = await screensOf(desk, "pier", ids);
});
afterEach(() => desk.check());
after(() => desk.stop());

test("screens", () => allLookRight(desk, screens));

test("what stands over the screens", async () => {
  const page = await desk.page({ signedIn: true, colorScheme: "light" });
  const wrong = [];
  for (const [name, { at, open, narrow }] of Object.entries(dialogsOf("pier", ids))) {
    await page.setViewportSize(narrow ? small : wide);
    await page.goto(at);
    await settled(page);
    await open(page);
    await page.locator("dialog[open], .pop, .bulk, .facts, .counts").first().waitFor();
    await settled(page);
    wrong.push(...(await wrongsOver(page)).map((what) => `${name}: ${what}`));
  }
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("sign-in and set-up", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await desk.page({ colorScheme });
    for (const path of ["/sign-in", "/setup?token=none"]) {
      await page.goto(path);
      await page.locator("h1").waitFor();
      assert.deepEqual(await axe(page), [], path);
    }
    await page.context().close();
  }
});
