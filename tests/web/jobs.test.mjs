// Settings › Jobs & backup, and My reminders: what the server does by itself is seen and asked for, a backup is made;
// one's own reminders by mail and in the calendar, also from a phone.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { axe, phone, startDesk } from "../lib/browser.mjs";
import { sideways } from "../lib/looks.mjs";
import { engine } from "../lib/server.mjs";
import { until } from "../lib/until.mjs";

let desk, page;

before(async () => {
  desk = await startDesk({ env: { REGULARS_BACKUP: "yes" } });
  page = await desk.signedIn("/l/pier/jobs");
});
afterEach(() => desk.check());
after(() => desk?.stop());

const ask = async (method, target, json) => {
  const answer = await desk.server.request(method, target, { as: "owner", json });
  assert.ok(answer.status < 300, `${target}: ${answer.text}`);
  return answer.body;
};
const chore = async (name) => (await ask("GET", "/api/v1/chores")).items.find((each) => each.name === name);
const entry = (help) => page.locator("li", { hasText: help });

test("every chore is listed with when it ran, and runs when somebody asks", async () => {
  const { items } = await ask("GET", "/api/v1/chores");
  for (const { help } of items)
    await entry(help).first().waitFor();
  const sessions = await until("the first round", async () => { const it = await chore("sessions"); return it.runs > 0 && it; });
  await page.getByRole("button", { name: "Run now: sessions" }).click();
  await page.getByRole("status").getByText("sessions has been asked for").waitFor();
  await until("the second round", async () => (await chore("sessions")).runs > sessions.runs);
  await entry(sessions.help).getByText("took", { exact: false }).waitFor();
  assert.deepEqual(await axe(page), []);
});

test("a backup is made, and stands there with what is in it", { skip: engine !== "sqlite" }, async () => {
  await page.getByText("No backup has been made yet.").waitFor();
  await page.getByRole("button", { name: "Back up now" }).click();
  await page.getByText("The last good backup is from").waitFor({ timeout: 30_000 });
  const made = page.locator("li", { hasText: "Whole" }).first();
  await made.waitFor();
  assert.match(await made.textContent(), /kB|MB/);
  const { items, folder } = await ask("GET", "/api/v1/backups");
  assert.ok(items[0].good);
  assert.ok((await fs.stat(path.join(folder, path.basename(items[0].file)))).size > 0);
});

test("one that fails is shown with its error", { skip: engine !== "sqlite" }, async () => {
  const { folder } = await ask("GET", "/api/v1/backups");
  await fs.rm(folder, { recursive: true });
  await fs.writeFile(folder, "in the way");
  await page.getByRole("button", { name: "Back up now" }).click();
  const failed = await until("it failed", async () => (await ask("GET", "/api/v1/backups")).items.find((each) => !each.good));
  const shown = page.locator("li", { hasText: failed.error });
  await shown.first().waitFor();
  await page.locator(".badge", { hasText: "Failed" }).first().waitFor();
  assert.deepEqual(await axe(page), []);
  await fs.rm(folder);
});

test("my reminders: by mail, in the morning, in my calendar, until I end it", async () => {
  await page.getByRole("button", { name: /, me: / }).click();
  await page.getByRole("menuitem", { name: "My reminders" }).click();
  const dialog = page.getByRole("dialog", { name: "My reminders" });
  const digest = dialog.getByLabel("Write to me at seven in the morning");
  const before_ = await digest.isChecked();
  await digest.setChecked(!before_);
  await page.getByRole("status").getByText("Saved").first().waitFor();
  await dialog.getByRole("button", { name: "New calendar address" }).click();
  const address = await dialog.getByLabel("Calendar address").inputValue();
  assert.match(address, /\/cal\/[\w-]+\.ics$/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("status").getByText("Copied").first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  assert.deepEqual(await axe(page), []);
  const read = (url) => desk.server.request("GET", new URL(url).pathname, { as: "nobody" });
  const calendar = await read(address);
  assert.equal(calendar.status, 200);
  assert.match(calendar.text, /^BEGIN:VCALENDAR/);

  // It is shown once; a new one ends it.
  await page.reload();
  await page.getByRole("button", { name: /, me: / }).click();
  await page.getByRole("menuitem", { name: "My reminders" }).click();
  assert.equal(await digest.isChecked(), !before_);
  await dialog.getByText("It was shown once").waitFor();
  assert.equal(await dialog.getByLabel("Calendar address").count(), 0);
  await dialog.getByRole("button", { name: "New calendar address" }).click();
  const second = await dialog.getByLabel("Calendar address").inputValue();
  assert.equal((await read(address)).status, 404);
  assert.equal((await read(second)).status, 200);
  await dialog.getByRole("button", { name: "End it" }).click();
  await page.getByRole("status").getByText("The calendar address has ended").waitFor();
  assert.equal((await read(second)).status, 404);
  await page.keyboard.press("Escape");
});

test("both from a phone, by More", async () => {
  const small = await desk.signedIn("/l/pier/customers", { viewport: phone });
  const more = async (role, name) => {
    await small.getByRole("navigation", { name: "Main, phone" }).getByRole("button", { name: "More" }).click();
    await small.getByRole("dialog", { name: "More" }).getByRole(role, { name }).click();
  };
  await more("button", "My reminders");
  await small.getByRole("dialog", { name: "My reminders" }).getByLabel("Write to me when a follow-up").waitFor();
  assert.deepEqual(await axe(small), []);
  await small.keyboard.press("Escape");
  await more("link", "Settings: Jobs & backup");
  await small.getByRole("heading", { name: "Jobs & backup", level: 1 }).waitFor();
  await small.getByRole("button", { name: "Run now: sessions" }).waitFor();
  assert.equal(await sideways(small), false);
  assert.deepEqual(await axe(small), []);
  await small.context().close();
});
