// Every screen, in both themes, on a desk and on a phone: axe finds nothing, nothing scrolls sideways, and hostile
// content stays content.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, phone, startDesk, wide } from "../lib/browser.mjs";

let desk, ids;

async function made(target, json) {
  const answer = await desk.server.request("POST", target, { json });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  const hostile = "<script>alert(1)</script> \"quoted\" & more";
  const customer = await made("L/customers", {
    name: "Wilhelmina Freifrau von und zu Fürstenberg-Stammheim-Hohenlohe-Langenburg-Schillingsfürst the Third", company: hostile,
    emails: ["a.very.long.address.that.goes.on.and.on@a-long-domain-name.example.com", "second@example.com"], phones: ["+34 600 123 456"],
    tags: ["VIP", "Local", hostile], notes: hostile, address: { street: hostile, city: "Cork", country: "IE" },
  });
  await made("L/customers", { name: "הדר רוזן", emails: ["hadar@example.il"], tags: ["Photographer"] });
  const contact = await made("L/contacts", { name: "محمد العلي", emails: ["m@school.example"], phones: ["+966 50 123 4567"], source: hostile, tags: ["School"] });
  await made("L/follow-ups", { contact_id: contact.id, due_at: "2020-02-01T09:00:00.000Z", note: hostile });
  await made("L/follow-ups", { customer_id: customer.id, due_at: "2031-02-01T09:00:00.000Z", note: "call" });
  const booking = await made("L/bookings", {
    activity: hostile, starts_at: "2031-05-01T09:30:00.000Z", status: "confirmed", party_size: 3, customer_id: customer.id,
    grand_total: { amount: 9600, currency: "EUR" },
  });
  ids = { customer: customer.id, contact: contact.id, booking: booking.id };
});
afterEach(() => desk.check());
after(() => desk.stop());

// What was asked for is there. (The network is never idle: the dashboard listens to what happens.)
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.waitForTimeout(200);
}

const screens = () => ({
  dashboard: "/l/pier/dashboard",
  today: "/l/pier/today",
  "today, with somebody": "/l/pier/today?date=2031-05-01",
  customers: "/l/pier/customers",
  "customers, nothing matches": "/l/pier/customers?q=zzzz&created_from=2020-01-01",
  customer: `/l/pier/customers/${ids.customer}`,
  "a customer's bookings": `/l/pier/customers/${ids.customer}/bookings`,
  "a customer's contacts": `/l/pier/customers/${ids.customer}/contacts`,
  leads: "/l/pier/leads",
  lead: `/l/pier/leads/${ids.contact}`,
  "follow-ups": "/l/pier/follow-ups",
  "follow-ups, overdue": "/l/pier/follow-ups?list=overdue",
  bookings: "/l/pier/bookings",
  booking: `/l/pier/bookings/${ids.booking}`,
  tags: "/l/pier/tags",
  settings: "/l/pier/settings",
  team: "/l/pier/team",
  "API keys": "/l/pier/api-keys",
  nothing: "/l/pier/customers/cus_0000000000001",
});

for (const colorScheme of ["light", "dark"])
  for (const viewport of [wide, phone])
    test(`screens, ${colorScheme}, ${viewport.width}`, async () => {
      const page = await desk.page({ signedIn: true, colorScheme, viewport });
      for (const [name, path] of Object.entries(screens())) {
        await page.goto(path);
        await page.locator("main h1").waitFor();
        await settled(page);
        assert.deepEqual(await axe(page), [], name);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} scrolls sideways`);
      }
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
