// Privacy: who goes next, what an erasure would touch, and doing it; a person's data as an archive.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, phone, startDesk } from "../lib/browser.mjs";

let desk, page, ana;
const ask = async (method, target, json) => {
  const { status, body, text } = await desk.server.request(method, target, { json });
  assert.ok(status < 300, `${method} ${target}: ${status} ${text}`);
  return body;
};
before(async () => {
  desk = await startDesk();
  ana = await ask("POST", "L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"], tags: ["Early bird"] });
  await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: "2099-05-01T10:00:00Z", status: "confirmed", booker: { name: "Ana Ruiz", email: "ana@example.com" } });
  await ask("PUT", "L/records/external/waiver/smart/1", { title: "Waiver", person: { name: "Ana Ruiz", email: "ana@example.com" }, hold_reason: "limitation period", hold_until: "2099-05-01" });
  await ask("POST", "L/contacts", { name: "<script>alert(1)</script>", emails: ["old@example.com"], source: "manual" });
  page = await desk.signedIn(`/l/pier/customers/${ana.id}`);
});
afterEach(() => desk.check());
after(() => desk.stop());

const heading = (name) => page.getByRole("heading", { name, level: 1 }).waitFor();

test("everything about a person is one download", async () => {
  await heading("Ana Ruiz");
  await page.getByRole("button", { name: "More", exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export this person" }).click()]);
  assert.match(download.suggestedFilename(), /^person-\d{4}-\d\d-\d\d\.zip$/);
  await page.getByRole("status").getByText("The archive is in your downloads.").waitFor();
});

test("the settings are there, and who goes next", async () => {
  await page.goto("/l/pier/privacy");
  await heading("Privacy");
  await page.getByLabel("Leads, months after their last own act").fill("-3");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await page.getByLabel("Leads, months after their last own act").fill("12");
  await page.getByLabel("Sensitive custom fields of bookings").fill("shoe size\nweight");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("status").getByText("Saved.").waitFor();
  assert.deepEqual((await ask("GET", "L/settings")).sensitive_fields, ["shoe size", "weight"]);
  assert.equal((await ask("GET", "L/settings")).keep_leads_months, 12);
  await page.getByRole("heading", { name: "Addresses that no import can turn into a yes" }).waitFor();
  await page.getByText("Who is next").first().click();
  await page.getByRole("link", { name: "<script>alert(1)</script>" }).waitFor();
  assert.deepEqual(await axe(page), []);
});

test("erasing says what it touches, wants the name typed, and leaves what is counted", async () => {
  await page.goto(`/l/pier/customers/${ana.id}`);
  await heading("Ana Ruiz");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "erase this person" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase Ana Ruiz?" });
  await dialog.getByText("1 booking is still to come").waitFor();
  await dialog.getByText("Has to be kept: a waiver (limitation period)").waitFor();
  await dialog.getByText("Early bird").waitFor();
  assert.deepEqual(await axe(page), []);
  const button = dialog.getByRole("button", { name: "Erase for good" });
  assert.equal(await button.isDisabled(), true);
  await dialog.getByLabel(/^Type/).fill("Ana");
  assert.equal(await button.isDisabled(), true);
  await dialog.getByLabel(/^Type/).fill("Ana Ruiz");
  await button.click();
  await page.getByRole("status").getByText("Ana Ruiz is erased.").waitFor();
  await heading("Customers");
  assert.equal((await desk.server.request("GET", `L/customers/${ana.id}`)).status, 404);
});

test("an address is erased from the screen, and stands in the list without a name", async () => {
  await ask("POST", "L/communications", { via: "email", to: "nobody@example.com", title: "To nobody" });
  await page.setViewportSize(phone);
  await page.goto("/l/pier/privacy");
  await heading("Privacy");
  await page.getByText("1 waits for the end of its hold").waitFor();
  await page.getByLabel("E-mail / Phone").fill("unknown@example.com");
  await page.getByRole("button", { name: "Look what it would touch" }).click();
  await page.getByText("There is nothing under this address.").waitFor();
  await page.getByLabel("E-mail / Phone").fill("nobody@example.com");
  await page.getByRole("button", { name: "Look what it would touch" }).click();
  const dialog = page.getByRole("dialog", { name: "Erase everything under nobody@example.com?" });
  await dialog.getByText("1 communication").waitFor();
  await dialog.getByLabel(/^Type/).fill("nobody@example.com");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await page.locator(".erased", { hasText: "An e-mail" }).waitFor();
  await page.locator(".erased", { hasText: "A customer" }).getByText("1 record is kept").waitFor();
  assert.ok(!(await page.locator("main").textContent()).includes("nobody@example.com"));
  assert.deepEqual(await axe(page), []);
});
