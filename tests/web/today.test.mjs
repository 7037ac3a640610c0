// A day at the desk: who arrives, by time and site; tomorrow one key away; on one sheet of paper; without money for
// whoever may not see it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { listening, startDesk } from "../lib/browser.mjs";

let desk, page;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}
const local = (days) => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Madrid" }).format(new Date(desk.server.clock.now() + days * 86_400_000));
const heading = (name, where = page) => where.getByRole("heading", { name, level: 1 }).waitFor();
const arrival = (name, where = page) => where.locator(".arr", { hasText: name });

before(async () => {
  desk = await startDesk({ at: `${new Date(Date.now() + 36 * 3600_000).toISOString().slice(0, 10)}T11:00:00Z` });
  const today = local(0);
  const book = (more) => ok("POST", "L/bookings", { status: "confirmed", ...more });
  const ana = await ok("POST", "L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"], date_of_birth: `1988-${local(1).slice(5)}` });
  for (const days of [-40, -20])
    await book({ activity: "Double kayak", starts_at: `${local(days)}T10:00`, customer_id: ana.id, grand_total: { amount: 100, currency: "EUR" } });
  const signed = await book({ activity: "Tour", starts_at: `${local(-10)}T10:00`, customer_id: ana.id, status: "canceled", grand_total: { amount: 100, currency: "EUR" } });
  await ok("POST", "L/records", { kind: "waiver", title: "Waiver", source: "w", external_id: "1", status: "signed", at: `${local(-10)}T09:00`, booking_id: signed.id });
  await book({ activity: "Sunset kayak", starts_at: `${today}T23:50`, party_size: 3, customer_id: ana.id, site: "North pier", notes: "Youngest is 4: vest size XS",
    grand_total: { amount: 9600, currency: "EUR" }, paid: { amount: 2400, currency: "EUR" } });
  await book({ activity: "Tour", starts_at: `${today}T23:50`, party_size: 2, site: "Castle", booker: { name: "Walk In" }, grand_total: { amount: 4000, currency: "EUR" }, paid: { amount: 4000, currency: "EUR" } });
  await book({ activity: "Early tour", starts_at: `${today}T00:01`, party_size: 1, site: "Castle", booker: { name: "Early Bird" }, grand_total: { amount: 0, currency: "EUR" } });
  await book({ activity: "Tomorrow's tour", starts_at: `${local(1)}T10:00`, party_size: 4, booker: { name: "Next Day" }, grand_total: { amount: 0, currency: "EUR" } });
  for (let i = 0; i < 36; i++)
    await book({ activity: `Full day ${i}`, starts_at: `${local(2)}T${String(9 + (i % 9)).padStart(2, "0")}:00`, party_size: 2, booker: { name: `Guest Number ${i}` },
      notes: i % 4 ? undefined : "Late by 15 minutes", grand_total: { amount: 3000, currency: "EUR" }, site: i % 2 ? "Castle" : "North pier" });
  page = await desk.signedIn("/l/pier/today");
});
afterEach(() => desk.check());
after(() => desk.stop());

test("who they are, what they owe, which waiver is missing", async () => {
  await heading("Today");
  const ana = arrival("Ana Ruiz");
  await ana.getByText(/Third visit · last: Double kayak/).waitFor();
  await ana.getByText(/birthday tomorrow/).waitFor();
  await ana.getByText("Youngest is 4: vest size XS").waitFor();
  await ana.getByText("€72.00").waitFor();
  await ana.getByText("3 waivers missing").waitFor();
  await arrival("Walk In").getByText("paid").waitFor();
  await page.locator(".sum").getByText("€72.00").waitFor();
  // By time, then by site; the line of the time between what was and what comes.
  assert.deepEqual(await page.locator(".arr .nm").allTextContents(), ["Early Bird", "Walk In", "Ana Ruiz"]);
  await page.locator(".slot.past + .now + .slot").waitFor();
});

test("one site, in the address; tomorrow one key away, and back", async () => {
  await page.getByLabel("Site").selectOption("North pier");
  await page.waitForURL(/site=North/);
  assert.deepEqual(await page.locator(".arr .nm").allTextContents(), ["Ana Ruiz"]);
  await page.getByLabel("Site").selectOption("");
  await page.locator("h1").click();
  await page.keyboard.press("t");
  await heading("Tomorrow");
  await arrival("Next Day").waitFor();
  assert.match(page.url(), new RegExp(`date=${local(1)}`));
  await page.keyboard.press("t");
  await heading("Today");
});

test("what others change waits until it is asked for", async () => {
  await listening(page);
  await ok("POST", "L/bookings", { activity: "Late", starts_at: `${local(0)}T23:55`, status: "confirmed", party_size: 1, booker: { name: "Just Booked" }, grand_total: { amount: 0, currency: "EUR" } });
  await page.getByRole("button", { name: "1 change" }).waitFor();
  assert.equal(await arrival("Just Booked").count(), 0);
  await page.getByRole("button", { name: "1 change" }).click();
  await arrival("Just Booked").waitFor();
});

test("it prints on one page, a full day too", async () => {
  for (const days of [0, 2]) {
    await page.goto(`/l/pier/today?date=${local(days)}`);
    await page.locator(".arr").first().waitFor();
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    assert.equal((pdf.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length, 1, `${days} days on`);
  }
});

test("the front desk sees no money, and no day far away", async () => {
  await ok("POST", "/api/v1/users", { name: "Dee", email: "dee@example.com", password: "a long sentence", roles: [{ location_id: (await ok("GET", "L/settings")).id, role: "desk" }] });
  const other = await desk.page();
  await other.goto("/l/pier/today");
  await other.getByLabel("E-mail").fill("dee@example.com");
  await other.getByLabel("Password", { exact: true }).fill("a long sentence");
  await other.getByRole("button", { name: "Sign in" }).click();
  await arrival("Ana Ruiz", other).getByText(/Third visit/).waitFor();
  assert.doesNotMatch(await other.locator("main").innerText(), /€|to pay|paid|birthday|vest size/);
  await other.goto(`/l/pier/today?date=${local(60)}`);
  await other.getByText("You work with bookings of the days around today only.").waitFor();
  await other.context().close();
});

test("a day without anybody says what belongs there", async () => {
  await page.goto(`/l/pier/today?date=${local(300)}`);
  await page.getByRole("heading", { name: "Nobody is booked on this day" }).waitFor();
  await page.getByRole("link", { name: "Look at tomorrow" }).click();
  await heading("Tomorrow");
});
