// Takes the pictures that the README and docs/ show, of the demo business: node tests/long/pictures.mjs [name…]
// They go to docs/pictures/.

import fs from "node:fs/promises";
import path from "node:path";
import { startDesk, phone, wide } from "../lib/browser.mjs";
import { settled } from "../lib/hostile.mjs";
import { regularsOk, root } from "../lib/program.mjs";
import { emptyPlace } from "../lib/server.mjs";

const out = path.join(root, "docs/pictures");
const dialog = (page) => page.locator("dialog[open]").last().waitFor();

// { name, path, viewport, colorScheme, before: what is done before it is taken }
const shots = [
  { name: "dashboard", path: "dashboard" },
  { name: "dashboard-dark", path: "dashboard", colorScheme: "dark" },
  { name: "dashboard-phone", path: "dashboard", viewport: phone },
  { name: "today", path: "today" },
  { name: "today-phone", path: "today", viewport: phone },
  { name: "customers", path: "customers" },
  { name: "customers-phone", path: "customers", viewport: phone },
  { name: "customer", path: "customers?sort=-bookings", before: openFirst },
  { name: "customer-form", path: "customers", before: async (page) => { await page.keyboard.press("c"); await dialog(page); } },
  { name: "leads", path: "leads" },
  { name: "leads-dark", path: "leads", colorScheme: "dark" },
  { name: "lead-convert", path: "leads?status=new&source=contact-form", before: async (page) => {
    await openFirst(page);
    await page.getByRole("button", { name: "Convert to Customer" }).click();
    await dialog(page);
  } },
  { name: "delete", path: "customers?sort=-bookings", before: async (page) => {
    await page.getByRole("button", { name: /^Delete / }).first().click();
    await dialog(page);
  } },
  { name: "follow-ups", path: "follow-ups?list=overdue" },
  { name: "follow-up-schedule", path: "leads?status=new&source=contact-form", before: async (page) => {
    await openFirst(page);
    await page.locator(".phead").getByRole("button", { name: "Follow-up", exact: true }).click();
    await dialog(page);
  } },
  { name: "demographics", path: "demographics" },
  { name: "guests", path: "today", before: async (page) => {
    await page.locator(".arr", { hasText: "Adult" }).last().locator(".go").click();
    await page.locator(".phead h1").waitFor();
    await page.waitForTimeout(600);
  } },
];

async function openFirst(page) {
  await page.locator("tbody tr a").first().click();
  await page.locator(".phead h1").waitFor();
  await page.waitForTimeout(400);
}

const wanted = process.argv.slice(2);
const place = await emptyPlace("sqlite");
const { stdout } = await regularsOk(["demo", ...place.args], { timeoutMs: 600_000 });
const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(stdout);
const desk = await startDesk({ engine: "sqlite", place });
await fs.mkdir(out, { recursive: true });
for (const { name, path: target, viewport = wide, colorScheme = "light", before } of shots) {
  if (wanted.length && !wanted.includes(name))
    continue;
  const page = await desk.page({ viewport, colorScheme });
  await page.goto("/");
  await page.fill("input[type=email]", email);
  await page.fill("input[type=password]", password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard");
  await page.goto(`/l/harbour-kayaks/${target}`);
  await settled(page);
  await page.waitForTimeout(600);
  await before?.(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.context().close();
}
desk.check();
await desk.stop();
await place.remove();
