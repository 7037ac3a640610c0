// Every screen that web/src/features/pages.ts lists, in both themes, on a desk and on a phone, full of hostile content:
// axe finds nothing, nothing scrolls sideways, no script runs. screens-states.test.mjs has the other states.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, startDesk, wide } from "../lib/browser.mjs";
import { furnish, screensOf, settled, sideways } from "../lib/hostile.mjs";

const narrow = { width: 360, height: 740 };
let desk, screens;

before(async () => {
  desk = await startDesk();
  screens = await screensOf(desk, "pier", await furnish(desk));
});
afterEach(() => desk.check());
after(() => desk.stop());

for (const [colorScheme, viewport] of [["light", wide], ["dark", wide], ["light", narrow]])
  test(`screens, ${colorScheme}, ${viewport.width}`, async () => {
    const page = await desk.page({ signedIn: true, colorScheme, viewport, hasTouch: viewport === narrow });
    const wrong = [];
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(path);
      await settled(page);
      for (const found of await axe(page))
        wrong.push(`${name}: ${found}`);
      if (await sideways(page))
        wrong.push(`${name} scrolls sideways`);
    }
    assert.deepEqual(wrong, []);
    await page.context().close();
  });

for (const colorScheme of ["light", "dark"])
  test(`what stands over the screens, ${colorScheme}`, async () => {
    const page = await desk.page({ signedIn: true, colorScheme });
    const over = async (name, open) => {
      await page.goto("/l/pier/customers");
      await page.locator("tbody tr").first().waitFor();
      await open();
      await settled(page);
      assert.deepEqual(await axe(page), [], name);
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
