// Categories of guests: made, put in order by keyboard and by dragging, retired. And the audit, which saw it.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";
import { until } from "../lib/until.mjs";

let desk, page;

before(async () => {
  desk = await startDesk();
  page = await desk.signedIn("/l/pier/demographics");
});
afterEach(() => desk.check());
after(() => desk.stop());

const toast = (text) => page.getByRole("status").getByText(text).waitFor();
const titles = async () => (await desk.server.request("GET", "L/demographics")).body.items.map(({ title }) => title);
const order = (wanted) => until(`the order ${wanted}`, async () => (await titles()).join() === wanted);

test("categories with ages and activities", async () => {
  await page.getByRole("heading", { name: "No category yet" }).waitFor();
  for (const [title, least, greatest] of [["Adult", "16", ""], ["Child", "4", "15"], ["Toddler", "", "3"]]) {
    await page.getByRole("button", { name: "Add a category" }).first().click();
    const form = page.getByRole("dialog", { name: "Add a category" });
    await form.getByLabel("Title").fill(title);
    await form.getByLabel("Least age").fill(least);
    await form.getByLabel("Greatest age").fill(greatest);
    if (title === "Toddler") {
      await form.getByLabel("For these activities only").fill("Harbour tour");
      await page.keyboard.press("Enter");
    }
    await form.getByRole("button", { name: "Save category" }).click();
    await toast(`${title} is saved`);
  }
  await page.getByText("from 16").waitFor();
  await page.getByText("up to 3").waitFor();
  await page.getByText("Harbour tour").waitFor();
  await page.getByRole("button", { name: "Add a category" }).first().click();
  const form = page.getByRole("dialog", { name: "Add a category" });
  await form.getByLabel("Title").fill("Nobody");
  await form.getByLabel("Least age").fill("twelve");
  await form.getByRole("button", { name: "Save category" }).click();
  await form.getByText("1 field needs a look").waitFor();
  await form.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Leave it" }).click();
});

test("the order by keyboard, and said aloud", async () => {
  await page.getByRole("button", { name: /^Move Toddler, place 3 of 3/ }).focus();
  await page.keyboard.press("Home");
  await toast("Toddler is at place 1");
  await order("Toddler,Adult,Child");
  // The focus moves along.
  await page.keyboard.press("ArrowDown");
  await order("Adult,Toddler,Child");
});

test("the order by dragging", async () => {
  const from = await page.getByRole("button", { name: /^Move Child/ }).boundingBox();
  const to = await page.getByRole("button", { name: /^Move Adult/ }).boundingBox();
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 8, to.y + 20, { steps: 8 });
  await page.mouse.up();
  await order("Child,Adult,Toddler");
});

test("one is retired, and offered again", async () => {
  await page.getByRole("button", { name: "Actions for Toddler" }).click();
  await page.getByRole("menuitem", { name: "Retire" }).click();
  await toast("Toddler is offered no more");
  await page.getByRole("region", { name: "Retired" }).getByText("Toddler").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: /^Move Toddler/ }).waitFor();
});

test("the audit says who did it, what it said before, and goes into a file", async () => {
  await page.goto("/l/pier/audit?action=demographic.updated");
  await page.locator("tbody").getByRole("button", { name: "Category changed" }).first().click();
  const entry = page.getByRole("dialog", { name: /Category changed/ });
  await entry.getByRole("row", { name: "retired yes no" }).waitFor();
  await entry.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Check the chain" }).click();
  await page.getByText("The chain is whole").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("dialog").getByRole("button", { name: "Export" }).click()]);
  assert.match(file.suggestedFilename(), /^audit-pier-\d{4}-\d\d-\d\d\.csv$/);
  const text = await fs.readFile(await file.path(), "utf8");
  assert.match(text, /^seq,at,actor_kind/);
  assert.match(text, /demographic\.updated,dem_\w+,retired,true,false/);
});
