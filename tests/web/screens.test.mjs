// Every screen that web/src/features/pages.ts lists, in every look, full of hostile content: axe finds nothing, nothing
// scrolls sideways, no script runs. screens-states.test.mjs has the other states.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, settled, startDesk } from "../lib/browser.mjs";
import { furnish, screensOf } from "../lib/hostile.mjs";
import { allLookRight, wrongsOf } from "../lib/looks.mjs";

let desk, screens;

before(async () => {
  desk = await startDesk();
  screens = await screensOf(desk, "pier", await furnish(desk));
});
afterEach(() => desk.check());
after(() => desk.stop());

test("screens", () => allLookRight(desk, screens));

test("what stands over the screens", async () => {
  const page = await desk.page({ signedIn: true, colorScheme: "light" });
  const wrong = [];
  const over = async (name, open) => {
    await page.goto("/l/pier/customers");
    await page.locator("tbody tr").first().waitFor();
    await open();
    await settled(page);
    wrong.push(...(await wrongsOf(page)).map((what) => `${name}: ${what}`));
  };
  await over("the form", async () => { await page.keyboard.press("c"); await page.getByRole("dialog").waitFor(); });
  await over("a lead's form", async () => { await page.keyboard.press("l"); await page.getByRole("dialog").waitFor(); });
  await over("a follow-up's form", async () => { await page.keyboard.press("f"); await page.getByRole("dialog").waitFor(); });
  await over("a call's form", async () => { await page.keyboard.press("n"); await page.getByRole("dialog").waitFor(); });
  await over("the bell", async () => { await page.getByRole("button", { name: /Follow-ups:/ }).click(); await page.getByRole("dialog", { name: "What is due" }).waitFor(); });
  await over("the palette", async () => { await page.keyboard.press("/"); await page.keyboard.type("הדר"); await page.locator("#hits [role=option]").first().waitFor(); });
  await over("the shortcuts", async () => { await page.keyboard.press("?"); await page.getByRole("dialog").waitFor(); });
  await over("the bulk bar", () => page.getByLabel("Select all on this page").check());
  await over("a filter", () => page.getByRole("button", { name: "Filter", exact: true }).click());
  await over("the deletion", async () => { await page.getByRole("button", { name: /^Delete הדר/ }).click(); await page.getByText("A manager can take it back").waitFor(); });
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
