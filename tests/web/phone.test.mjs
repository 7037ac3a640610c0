// The front desk's day on a phone, by touch alone: in, somebody new, whose address is taken, a lead converted, a promise, a guest's
// category, somebody deleted and taken back, out.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";
import { owner } from "../lib/server.mjs";
import { until } from "../lib/until.mjs";

let desk, page;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  await ok("POST", "L/contacts", { name: "Kwame Mensah", emails: ["kwame@example.gh"], source: "referral" });
  const booking = await ok("POST", "L/bookings", { activity: "Sunset kayak", starts_at: "2031-05-01T19:00", status: "confirmed", party_size: 2, booker: { name: "Ana Ruiz", email: "ana@example.com" } });
  await ok("POST", "L/demographics", { title: "Child", max_age: 12 });
  await ok("POST", `L/bookings/${booking.id}/guests`, { name: "Leo Ruiz" });
  page = await desk.page({ viewport: { width: 360, height: 740 }, hasTouch: true });
});
afterEach(async () => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
  desk.check();
});
after(() => desk.stop());

const heading = (name) => page.getByRole("heading", { name, level: 1 }).waitFor();
const toast = (text) => page.getByRole("status").getByText(text).waitFor();
const bar = (name) => page.getByRole("navigation").last().getByRole("link", { name });

test("in", async () => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).tap();
  await heading("CRM dashboard");
  await page.locator(".top .loc").tap();
  await page.getByRole("menu", { name: "Location" }).getByText("Pier").tap();
  await page.waitForURL("**/l/pier/**");
});

test("somebody new with two e-mails and a phone; a taken e-mail opens its owner", async () => {
  await bar("Customers").tap();
  await heading("Customers");
  await page.getByRole("button", { name: "Add New Customer" }).tap();
  const form = page.getByRole("dialog", { name: "Add New Customer" });
  await form.getByLabel("Name", { exact: true }).fill("Tom Byrne");
  await form.getByLabel("E-mail 1", { exact: true }).fill("tom@example.ie");
  await form.getByRole("button", { name: "Add Email" }).tap();
  await form.getByLabel("E-mail 2", { exact: true }).fill("ana@example.com");
  await form.getByLabel("Phone 1").fill("+353 20 910 3862");
  await form.getByRole("button", { name: "Save customer" }).tap();
  await form.getByText("Belongs to Ana Ruiz").waitFor();
  await form.getByLabel("E-mail 2", { exact: true }).fill("tom.byrne@example.ie");
  await form.getByRole("button", { name: "Save customer" }).tap();
  await toast("Tom Byrne is saved");
  const { items: [tom] } = await ok("GET", "L/customers?email=tom.byrne@example.ie");
  assert.equal(tom.emails.length, 2);
});

test("the connection drops while a form is open: the form says so, keeps what was typed, and sends it when it is back", async () => {
  await page.getByRole("button", { name: "Add New Customer" }).tap();
  const form = page.getByRole("dialog", { name: "Add New Customer" });
  await form.getByLabel("Name", { exact: true }).fill("Wet Hands");
  await form.getByLabel("E-mail 1", { exact: true }).fill("wet.hands@example.ie");
  await page.context().setOffline(true);
  await form.getByRole("button", { name: "Save customer" }).tap();
  await form.getByText("Nothing was lost; try again when it is back.").waitFor();
  assert.equal(await form.getByLabel("Name", { exact: true }).inputValue(), "Wet Hands");
  await page.context().setOffline(false);
  await form.getByRole("button", { name: "Save customer" }).tap();
  await toast("Wet Hands is saved");
  assert.equal((await ok("GET", "L/customers?email=wet.hands@example.ie")).total, 1);
});

test("a lead becomes a customer, with a promise", async () => {
  await bar("Leads").tap();
  await page.getByRole("link", { name: "Kwame Mensah" }).tap();
  await heading("Kwame Mensah");
  await page.locator(".phead").getByRole("button", { name: "Follow-up" }).tap();
  const form = page.getByRole("dialog", { name: /Schedule follow-up/ });
  await form.getByText("Next Monday").tap();
  await form.getByRole("button", { name: "Schedule", exact: true }).tap();
  await form.waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Convert/ }).tap();
  await page.getByRole("dialog").getByRole("button", { name: "Convert", exact: true }).tap();
  await toast("Kwame Mensah is a customer now");
});

test("a guest gets a category", async () => {
  await page.getByRole("button", { name: "More", exact: true }).last().tap();
  await page.getByRole("dialog", { name: "More" }).getByRole("link", { name: "Bookings" }).tap();
  await page.getByRole("link", { name: "Ana Ruiz" }).tap();
  await heading("Sunset kayak");
  await page.getByRole("combobox", { name: "Category: Leo Ruiz" }).selectOption({ label: "Child" });
  const { items: [booking] } = await ok("GET", "L/bookings?activity=Sunset kayak".replace(" ", "%20"));
  await until("the guest has it", async () => (await ok("GET", `L/bookings/${booking.id}/guests`)).items[0].demographic_id);
});

test("deleted with the preview, and taken back", async () => {
  const { items: [tom] } = await ok("GET", "L/customers?email=tom@example.ie");
  await page.goto(`/l/pier/customers/${tom.id}`);
  await heading("Tom Byrne");
  await page.locator(".phead").getByRole("button", { name: "More" }).tap();
  await page.getByRole("menuitem", { name: "Delete" }).tap();
  await page.getByText(/2 e-mail addresses.* 1 phone number/).waitFor();
  await page.getByRole("button", { name: "Delete customer" }).tap();
  await page.getByRole("status").getByRole("button", { name: "Undo" }).tap();
  await until("it is taken back", async () => (await ok("GET", "L/customers?email=tom@example.ie")).total === 1);
});

test("out", async () => {
  await page.getByRole("button", { name: /, me: / }).tap();
  await page.getByRole("menuitem", { name: "Sign out" }).tap();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
