// Takes the pictures that the README and docs/ show, of the demo business: node tests/long/pictures.mjs [name…]
// They go to docs/pictures/.

import fs from "node:fs/promises";
import path from "node:path";
import { phone, settled, startDesk, wide } from "../lib/browser.mjs";
import { regularsOk, root } from "../lib/program.mjs";
import { emptyPlace } from "../lib/server.mjs";

const out = path.join(root, "docs/pictures");
const dialog = (page) => page.locator("dialog[open]").last().waitFor();

// { name, path: or what finds it, viewport, colorScheme, before: what is done before it is taken }
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
  { name: "guests", path: async () => `bookings/${await familyBooking()}`, before: async (page) => { await page.locator(".guests li").first().waitFor(); } },
  { name: "form", path: "forms", before: openForm },
  { name: "form-use", path: "forms", before: async (page) => { await openForm(page); await page.getByRole("link", { name: "Use it" }).click(); await page.waitForTimeout(400); } },
  { name: "enquiries", path: "leads?list=enquiries&tab=all", before: async (page) => { await page.locator("tbody tr").first().waitFor(); } },
  { name: "use-create-a-customer", path: "customers", before: takenAddress },
  { name: "use-search-and-filter", path: "customers?bookings_min=10&sort=-bookings" },
  { name: "use-tags", path: "tags" },
  { name: "use-history", path: "customers?bookings_min=3&tag=VIP&sort=-last_booking_at", before: openFirst },
  { name: "use-bookings", path: "bookings?status=confirmed", before: openFirst },
  { name: "use-surveys", path: "surveys", before: async (page) => {
    await page.locator("main .list a").first().click();
    await page.locator(".results").waitFor();
  } },
  { name: "use-communications", path: "communications" },
  { name: "use-checkouts", path: "leads?list=checkouts", before: async (page) => { await page.locator("tbody tr").first().waitFor(); } },
  { name: "use-checkout-settings", path: "checkouts", before: async (page) => {
    await page.getByLabel("Websites that may report").fill("https://book.harbour.example");
    await page.getByLabel("Pages may report checkouts").check();
    await page.getByRole("button", { name: "Save", exact: true }).last().click();
    await page.getByRole("heading", { name: "The script for the page" }).waitFor();
    await page.getByLabel("Remind by mail").check();
    await page.getByRole("region", { name: "What they get" }).waitFor();
    await page.getByRole("region", { name: "What they get" }).scrollIntoViewIfNeeded();
    await page.waitForTimeout(6500); // until the toast has gone
  } },
  { name: "use-survey-sending", path: "surveys", before: async (page) => {
    await page.locator("main .list a", { hasText: "After the trip" }).click();
    await page.getByRole("link", { name: "Sending" }).click();
    await page.getByRole("region", { name: "What they get" }).waitFor();
    await page.locator(".figs").waitFor();
  } },
];

async function openFirst(page) {
  await page.locator("tbody tr a").first().click();
  await page.locator(".phead h1").waitFor();
  await page.waitForTimeout(400);
}

async function openForm(page) {
  await page.locator(".forms a").first().click();
  await page.locator(".phead h1").waitFor();
  await page.waitForTimeout(600);
}

const home = "/api/v1/locations/harbour-kayaks";
async function call(method, target, json, as = `Bearer ${key.trim()}`) {
  const answer = await fetch(desk.server.origin + target, { method, headers: { accept: "application/json", ...(as && { authorization: as }), ...(json && { "content-type": "application/json" }) }, body: json && JSON.stringify(json) });
  return answer.json();
}

// The newest booking whose guests are named, adults and children.
async function familyBooking() {
  const { items } = await call("GET", `${home}/bookings?sort=-starts_at&limit=200`);
  for (const { id } of items.filter(({ party_size: people }) => people > 2)) {
    const { items: guests } = await call("GET", `${home}/bookings/${id}/guests`);
    if (guests.length > 2 && new Set(guests.map((guest) => guest.demographic_id).filter(Boolean)).size > 1)
      return id;
  }
  throw new Error("the demo has no booking with a family");
}

// Visitors who write through the demo's contact form: one was answered, one is taken.
async function writeIn() {
  const form = await call("POST", `${home}/forms`, { kind: "contact", name: "Groups", title: "Come as a group", verification: "none", consent_ask: true,
    questions: [{ kind: "choice", text: "Which trip?", choices: ["Sunset kayak", "Seal island"] }] });
  const { started } = await call("GET", `/f/${form.key}/definition`, undefined, "");
  await desk.server.clock.move("+10s");
  for (const [name, email, message] of [
    ["Oluwaseun Adeyemi", "seun@example.com", "We are a school class of 22 with two teachers. Do you have enough doubles on the last Friday in May?"],
    ["Ana Lucía Gómez", "ana@example.es", "¿Hay sitio para cuatro el domingo por la tarde?"],
    ["Tom Byrne", "tom@example.ie", "Is the seal island trip fine for a five year old?"],
    ["Þórunn Guðmundsdóttir", "thorunn@example.is", "We left a green jacket in boat 4 on Saturday."],
  ])
    await call("POST", `/f/${form.key}`, { fields: { name, email, message }, answers: { [form.questions[0].id]: "Seal island" }, started, [form.honeypot]: "", page: "https://www.harbour.example/groups" }, "");
  const { items } = await call("GET", `${home}/enquiries`);
  await call("POST", `${home}/enquiries/${items[0].id}/answered`, {});
  await call("POST", `${home}/enquiries/${items[1].id}/take`, {});
}

// The form with an e-mail that somebody has.
async function takenAddress(page) {
  const address = await page.locator("tbody a[href^='mailto:']").first().getAttribute("href");
  await page.getByRole("button", { name: "Add New Customer" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Tomasz Kowalczyk");
  await page.getByLabel("E-mail 1", { exact: true }).fill(address.slice("mailto:".length));
  await page.getByLabel("Phone 1").fill("20 910 3862");
  await page.getByRole("combobox", { name: "Tags" }).fill("Family");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save customer" }).click();
  await page.getByRole("button", { name: "Open that profile" }).waitFor();
}

const wanted = process.argv.slice(2);
const place = await emptyPlace("sqlite");
const { stdout } = await regularsOk(["demo", ...place.args], { timeoutMs: 600_000 });
const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(stdout);
const { stdout: key } = await regularsOk(["apikey", "create", ...place.args, "--location", "harbour-kayaks", "--role", "owner", "--name", "Pictures"]);
const desk = await startDesk({ engine: "sqlite", place });
await fs.mkdir(out, { recursive: true });
await writeIn();
for (const { name, path: target, viewport = wide, colorScheme = "light", before } of shots) {
  if (wanted.length && !wanted.includes(name))
    continue;
  const page = await desk.page({ viewport, colorScheme });
  await page.goto("/");
  await page.fill("input[type=email]", email);
  await page.fill("input[type=password]", password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard");
  await page.goto(`/l/harbour-kayaks/${typeof target === "string" ? target : await target()}`);
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
