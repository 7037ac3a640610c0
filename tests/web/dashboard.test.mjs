// The start: figures that lead to their lists, charts with a table behind them, what is due, live without jumping;
// and the business on its first day.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { counted, phone, startDesk } from "../lib/browser.mjs";

let desk, page;

async function ok(method, target, json, as) {
  const answer = await desk.server.request(method, target, { json, as });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}
const heading = (name, where = page) => where.getByRole("heading", { name, level: 1 }).waitFor();
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

before(async () => {
  desk = await startDesk();
});
afterEach(() => desk.check());
after(() => desk.stop());

test("the first day: three suggestions what to do next", async () => {
  page = await desk.signedIn("/");
  await heading("CRM dashboard");
  assert.match(page.url(), /\/l\/\w+\/dashboard$/);
  await page.goto("/l/pier/dashboard");
  const ways = page.locator(".ways > *");
  await counted(ways, 3);
  await page.getByRole("button", { name: /Add your first customer/ }).click();
  const form = page.getByRole("dialog", { name: "Add New Customer" });
  await form.getByLabel("Name", { exact: true }).fill("The First");
  await form.getByLabel("E-mail 1").fill("first@example.com");
  await form.getByRole("button", { name: "Save customer" }).click();
  // One's own doing shows at once.
  await page.getByRole("link", { name: /Total customers/ }).getByText("1", { exact: true }).waitFor();
  await page.getByRole("region", { name: "Recent customers" }).getByRole("link", { name: "The First" }).waitFor();
});

test("four figures, each a link to the list behind it", async () => {
  for (let i = 0; i < 3; i++) {
    const { id } = await ok("POST", "L/customers", { name: `Booker ${i}`, emails: [`booker${i}@example.com`] });
    await ok("POST", "L/bookings", { activity: "Kayak", starts_at: day(i - 1), status: "confirmed", customer_id: id, grand_total: { amount: 4500, currency: "EUR" } });
  }
  await ok("POST", "L/contacts", { name: "Asks", emails: ["asks@example.com"], source: "referral" });
  await page.goto("/l/pier/dashboard");
  const { figures } = await ok("GET", "L/dashboard");
  for (const [name, figure, target] of [
    ["Total customers", figures.customers, /\/customers$/], ["Total leads", figures.leads, /\/leads\?linked=false$/],
    ["Contacts this month", figures.contacts_this_month, /\/leads\?captured_from=/], ["Active customers", figures.active_customers, /\/customers\?active=true$/]]) {
    const link = page.getByRole("link", { name: new RegExp(`^${name}`) });
    await link.getByText(String(figure.value), { exact: true }).first().waitFor();
    await link.click();
    await page.waitForURL(target);
    await page.locator(".head .sub", { hasText: new RegExp(`^${figure.value}$`) }).waitFor();
    await page.goBack();
    await heading("CRM dashboard");
  }
});

test("the charts say in a table what they show", async () => {
  const { months } = await ok("GET", "L/dashboard");
  const now = months.at(-1);
  const table = page.getByRole("table", { name: "Bookings and revenue" });
  await table.waitFor({ state: "attached" });
  const cells = await table.getByRole("row").last().getByRole("cell").allTextContents();
  assert.equal(cells[0], String(now.bookings));
  assert.equal(await page.locator("svg.chart").getAttribute("aria-hidden"), "true");
  await page.getByRole("button", { name: "Show as a table" }).click();
  await page.locator("svg.chart").waitFor({ state: "detached" });
  assert.ok((await table.boundingBox()).height > 200, "it is seen now");
  await page.getByRole("button", { name: "Show as a table" }).click();
  await page.locator("svg.chart .bar").first().waitFor();
  await page.getByRole("table", { name: "Leads by source" }).getByRole("link", { name: "Referral" }).click();
  await page.waitForURL(/leads\?source=referral/);
});

test("what happens elsewhere: the figures follow, the lists say how much is new and wait", async () => {
  await page.goto("/l/pier/dashboard");
  await page.getByText("Live", { exact: true }).waitFor();
  const leads = page.getByRole("region", { name: "Recent leads" });
  const before = await leads.getByRole("listitem").allTextContents();
  const { figures } = await ok("GET", "L/dashboard");
  for (let i = 0; i < 3; i++)
    await ok("POST", "L/contacts", { name: `Elsewhere ${i}`, emails: [`e${i}@example.com`], source: "contact-form" }, "staff");
  await leads.getByRole("button", { name: "3 new leads" }).waitFor();
  assert.deepEqual(await leads.getByRole("listitem").allTextContents(), before);
  await page.getByRole("link", { name: /^Total leads/ }).getByText(String(figures.leads.value + 3), { exact: true }).waitFor();
  await leads.getByRole("button", { name: "3 new leads" }).click();
  await leads.getByRole("link", { name: "Elsewhere 2" }).waitFor();
});

test("a second tab is live through the first", async () => {
  const second = await page.context().newPage();
  await second.goto("/l/pier/dashboard");
  await second.getByText("Live", { exact: true }).waitFor();
  await ok("POST", "L/contacts", { name: "For both", emails: ["both@example.com"], source: "contact-form" }, "staff");
  await second.getByRole("button", { name: "1 new lead" }).waitFor();
  await page.getByRole("button", { name: "1 new lead" }).waitFor();
  await second.close();
});

test("a follow-up is done in place", async () => {
  const { items: [lead] } = await ok("GET", "L/contacts?q=asks");
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: day(-2), note: "ring back" });
  await page.goto("/l/pier/dashboard");
  const dueList = page.getByRole("region", { name: "Follow-ups due" });
  await dueList.getByText("2 days overdue").waitFor();
  await dueList.getByRole("button", { name: "Done: Asks" }).click();
  await page.getByLabel("What came of it").fill("booked");
  await page.keyboard.press("Enter");
  await dueList.getByText("Nothing is due today.").waitFor();
});

test("without money or bookings the dashboard leaves them out; the front desk begins at Today", async () => {
  for (const role of ["viewer", "desk"])
    await ok("POST", "/api/v1/users", {
      name: `A ${role}`, email: `${role}@example.com`, password: "a long sentence",
      roles: [{ location_id: (await ok("GET", "L/settings")).id, role }],
    });
  const small = await desk.page({ viewport: phone });
  await small.goto("/sign-in");
  await small.getByLabel("E-mail").fill("desk@example.com");
  await small.getByLabel("Password", { exact: true }).fill("a long sentence");
  await small.getByRole("button", { name: "Sign in" }).tap();
  await heading("Today", small);
  assert.equal(await small.getByRole("link", { name: "Customers" }).count(), 0);
  const { items: [booking] } = await ok("GET", "L/bookings?from=2020-01-01&limit=1");
  await small.getByRole("button", { name: "Search" }).first().tap();
  await small.getByRole("combobox").fill("booker1@example.com");
  await small.getByRole("option", { name: /Booker 1/ }).tap();
  await heading("Booker 1", small);
  assert.ok(booking.id);
  await small.context().close();
});
