// The screens in their other states: a business on its first day, with colours forced by the system, and by the
// keyboard alone.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { settled, startDesk } from "../lib/browser.mjs";
import { furnish, screensOf } from "../lib/hostile.mjs";
import { allLookRight } from "../lib/looks.mjs";

let desk, empty;

before(async () => {
  desk = await startDesk();
  await furnish(desk);
  empty = await screensOf(desk, "elsewhere");
});
afterEach(() => desk.check());
after(() => desk.stop());

const blank = async (page) => ((await page.locator("main").innerText()).trim() ? [] : ["is blank"]);

test("the first day: every screen says what belongs there", () => allLookRight(desk, empty, blank));

test("colours forced by the system: what is current, ticked or wrong is still seen", async () => {
  const page = await desk.page({ signedIn: true, forcedColors: "active" });
  await page.goto("/l/pier/customers");
  await settled(page);
  const seen = (selector) => page.locator(selector).first().evaluate((it) => {
    const { outlineStyle, borderTopWidth, borderInlineStartWidth, outlineWidth } = getComputedStyle(it);
    return { outline: outlineStyle !== "none" && outlineWidth !== "0px", edge: borderTopWidth !== "0px" || borderInlineStartWidth !== "0px" };
  });
  assert.ok((await seen(".side a[aria-current]")).outline, "the current page has an outline");
  assert.ok((await seen(".btn.primary")).edge, "a button has an edge");
  await page.getByRole("checkbox", { name: /^Select/ }).nth(1).check();
  assert.ok((await seen("tr[aria-selected=true]")).outline, "a ticked row has an outline");
  await page.context().close();
});

test("the skip link comes first and leads to the content; every page by keyboard", async () => {
  const page = await desk.page({ signedIn: true });
  await page.goto("/l/pier/dashboard");
  await settled(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the next stop is in the content");
  assert.ok(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none"), "and is seen");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const what of ["Search", "Add a customer", "Add a lead", "Schedule a follow-up; on a profile: with them", "Down and up a list", "On Today: tomorrow, and back"])
    await sheet.getByText(what, { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.context().close();
});
