// A lead is written down, converted with and without somebody who is already there, and found in its tab.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { listening, startDesk } from "../lib/browser.mjs";

let desk, page;
before(async () => {
  desk = await startDesk();
  await desk.server.request("POST", "L/customers", { json: { name: "Rhys ap Bleddyn", emails: ["rhys@example.wales"] } });
  page = await desk.signedIn("/l/pier/leads");
});
afterEach(() => desk.check());
after(() => desk.stop());

const heading = (name) => page.getByRole("heading", { name, level: 1 }).waitFor();

async function write(name, email) {
  await page.goto("/l/pier/leads");
  await heading("Leads");
  await page.keyboard.press("l");
  const form = page.getByRole("dialog", { name: "Add New Lead" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("E-mail 1").fill(email);
  await form.getByRole("button", { name: "Save lead" }).click();
  await page.getByRole("status").getByText(`${name} is saved`).waitFor();
  await page.getByRole("link", { name, exact: false }).first().click();
  await heading(name);
}

test("a lead without a match becomes a new customer", async () => {
  await write("Kwame Mensah", "kwame.m@example.gh");
  await page.getByRole("button", { name: "Convert to Customer" }).click();
  await page.getByText("A new customer is made").waitFor();
  await page.getByRole("button", { name: "Convert", exact: true }).click();
  await page.getByRole("status").getByText("Kwame Mensah is a customer now").waitFor();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.waitForURL(/\/customers\/cus_/);
  await heading("Kwame Mensah");
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByText("Converted").waitFor();
});

test("a lead whose address somebody has is linked to them, and that is said before", async () => {
  const { body } = await desk.server.request("POST", "L/contacts", { json: { name: "R. Bleddyn", emails: ["rhys@example.wales"], source: "manual" } });
  assert.equal(body.customer_id, null, "nobody is linked without being asked");
  await page.goto(`/l/pier/leads/${body.id}`);
  await heading("R. Bleddyn");
  await page.getByRole("button", { name: "Convert to Customer" }).click();
  await page.getByText("There is a customer with the same address: Rhys ap Bleddyn").waitFor();
  await page.getByRole("button", { name: "Link to this customer" }).click();
  await page.getByRole("status").getByText("Linked to Rhys ap Bleddyn").waitFor();
  const { body: after } = await desk.server.request("GET", `L/contacts/${body.id}`);
  assert.ok(after.customer_id);
});

test("the states are tabs with their counts", async () => {
  await page.goto("/l/pier/leads");
  await page.getByRole("link", { name: /^Converted/ }).click();
  await page.waitForURL(/status=converted/);
  await page.locator("tbody").getByText("Kwame Mensah").waitFor();
});

test("what comes in elsewhere is said, and moves nothing until it is asked for", async () => {
  await page.goto("/l/pier/leads");
  await page.locator("tbody tr").first().waitFor();
  await listening(page);
  const rows = await page.locator("tbody tr").count();
  for (const name of ["Just Now", "Right After", "And Another"]) {
    const { status } = await desk.server.request("POST", "L/contacts", { json: { name, emails: [`${name.slice(0, 3)}@example.com`], source: "manual" } });
    assert.equal(status, 201);
  }
  await page.getByRole("button", { name: "3 new leads: Show" }).waitFor();
  assert.equal(await page.locator("tbody tr").count(), rows);
  await page.getByRole("button", { name: "3 new leads: Show" }).click();
  await page.locator("tbody").getByText("Just Now").waitFor();
  assert.equal(await page.locator("tbody tr").count(), rows + 3);
  assert.equal(await page.getByRole("button", { name: /: Show$/ }).count(), 0);
});
