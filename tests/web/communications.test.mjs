// The log of communications: one is written down, found by its filters, and opened.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";

let desk, page, ana;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  ana = await ok("POST", "L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"] });
  await ok("POST", "L/contacts", { name: "Kwame Mensah", emails: ["kwame@example.gh"], source: "referral" });
  for (let i = 1; i <= 55; i++)
    await ok("POST", "L/communications", { via: "email", title: `Mail ${i}`, body: "Be there early", to: "ana@example.com", at: `2026-01-01T10:${String(i).padStart(2, "0")}:00Z`, status: i === 1 ? "bounced" : "sent" });
  page = await desk.signedIn("/l/pier/communications");
});
afterEach(() => desk.check());
after(() => desk.stop());

const total = (text) => page.locator(".head .sub", { hasText: new RegExp(`^${text}$`) }).waitFor();
const rows = () => page.locator("tbody tr");

test("fifty a page, the latest first, with whose they are", async () => {
  await total("55");
  await rows().nth(49).waitFor(); // rows are drawn some at a time
  assert.equal(await rows().count(), 50);
  await rows().first().getByText("Mail 55").waitFor();
  await rows().first().getByRole("link", { name: "Ana Ruiz" }).waitFor();
});

test("a call with a lead is logged here", async () => {
  await page.getByRole("button", { name: "Log a communication" }).click();
  const form = page.getByRole("dialog", { name: "Log a communication" });
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("Say with whom it was.").waitFor();
  await form.getByRole("combobox", { name: "With whom" }).fill("kwame");
  await form.getByRole("option", { name: /Kwame Mensah/ }).click();
  await form.getByLabel("What was said").fill("Asked about a group of twelve");
  await form.getByLabel("Direction").selectOption("in");
  await form.getByRole("button", { name: "Save" }).click();
  await page.locator("tbody").getByText("Asked about a group of twelve").waitFor();
});

test("filtered by way, direction, days and person, in the address", async () => {
  const filter = async (name, act) => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await act();
    await page.getByRole("button", { name: "Show", exact: true }).click();
  };
  await filter("Direction", () => page.getByLabel("They to us").check());
  await total("1");
  await page.getByRole("button", { name: "Remove filter Direction" }).click();
  await filter("Way", () => page.getByLabel("E-mail").check());
  await total("55");
  await filter("With customer", async () => {
    await page.getByRole("dialog").getByRole("combobox").fill("ana");
    await page.getByRole("option", { name: /Ana Ruiz/ }).click();
  });
  await page.waitForURL(new RegExp(`customer_id=${ana.id}`));
  await page.getByRole("button", { name: "Edit filter With customer Ana Ruiz" }).waitFor();
  await filter("When", async () => {
    await page.getByLabel("From").fill("2026-01-02");
  });
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await total("56");
});

test("one is opened, and leads to its person", async () => {
  await page.goto("/l/pier/communications?status=bounced");
  await rows().first().getByRole("button", { name: "Mail 1 Be there early" }).click();
  const opened = page.getByRole("dialog", { name: "Mail 1" });
  await opened.getByText("bounced").waitFor();
  await opened.getByText("Be there early").waitFor();
  // What a program reported is not ours to change.
  assert.equal(await opened.getByRole("button", { name: "Edit" }).count(), 0);
  await opened.getByRole("link", { name: "Ana Ruiz" }).click();
  await page.getByRole("heading", { name: "Ana Ruiz", level: 1 }).waitFor();
});
