// Many at once: shift-tick, all that match, each verb with its number, what failed, a long one as a job; and tags that are
// merged.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { phone, startDesk } from "../lib/browser.mjs";

let desk, page;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  for (let i = 1; i <= 30; i++)
    await ok("POST", "L/customers", { name: `Person ${String(i).padStart(2, "0")}`, emails: [`person${i}@example.com`], address: { city: i <= 14 ? "Kinsale" : "Cork" } });
  await ok("POST", "L/customers", { name: "Many Tags", emails: ["many@example.com"], tags: Array.from({ length: 50 }, (_, i) => `Tag ${i}`), address: { city: "Bantry" } });
  await ok("POST", "L/customers", { name: "Few Tags", emails: ["few@example.com"], address: { city: "Bantry" } });
  await ok("POST", "L/customers", { name: "Rhys ap Bleddyn", emails: ["rhys@example.wales"] });
  for (const [name, email] of [["Kwame Mensah", "kwame@example.gh"], ["R. Bleddyn", "rhys@example.wales"]])
    await ok("POST", "L/contacts", { name, emails: [email], source: "referral" });
  page = await desk.signedIn("/l/pier/customers?sort=name");
});
afterEach(() => desk.check());
after(() => desk.stop());

const toast = (text) => page.getByRole("status").getByText(text).waitFor();
const bar = () => page.getByRole("region", { name: "selected" });
const tick = (name) => page.getByRole("checkbox", { name: `Select ${name}`, exact: true });
const total = (text) => page.locator(".head .sub", { hasText: new RegExp(`^${text}$`) }).waitFor();

async function fiveTicked() {
  await page.goto("/l/pier/customers?city=Kinsale&sort=name");
  await tick("Person 02").click();
  await tick("Person 06").click({ modifiers: ["Shift"] });
  await bar().getByText("5 selected").waitFor();
}

test("with Shift all between are ticked; all that match are one press more", async () => {
  await fiveTicked();
  await bar().getByRole("button", { name: "Select all 14 that match" }).click();
  await bar().getByText("14 all that match").waitFor();
  await bar().getByRole("button", { name: "Clear the selection" }).click();
  await bar().waitFor({ state: "detached" });
});

test("a follow-up for each", async () => {
  await fiveTicked();
  await bar().getByRole("button", { name: "Follow-up" }).click();
  const form = page.getByRole("dialog", { name: "Schedule 5 follow-ups" });
  await form.getByText("Next Monday").click();
  await form.getByLabel("Note").fill("Season opens");
  await form.getByRole("button", { name: "Schedule 5" }).click();
  await toast("5 people done");
  assert.equal((await ok("GET", "L/follow-ups?state=open")).total, 5);
});

test("consent is withdrawn, and only that", async () => {
  await fiveTicked();
  await bar().getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Withdraw consent" }).click();
  await page.getByText("Only they themselves can agree again").waitFor();
  await page.getByRole("button", { name: "Withdraw 5" }).click();
  await toast("5 people done");
  assert.equal((await ok("GET", "L/consents?given=false")).total, 5);
});

test("what could not be done is listed with its reason", async () => {
  await page.goto("/l/pier/customers?city=Bantry");
  await page.getByLabel("Select all on this page").check();
  await bar().getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("One more");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Tag", exact: true }).click();
  const result = page.getByRole("dialog", { name: "1 of 2 done" });
  await result.getByText("1 was left as it was").waitFor();
  await result.getByRole("link", { name: "Many Tags" }).waitFor();
  assert.match(await result.getByRole("listitem").innerText(), /50/);
  await result.getByRole("button", { name: "Close" }).last().click();
});

test("archived, and taken out again", async () => {
  await fiveTicked();
  await bar().getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Archive 5" }).click();
  await total("9");
  await page.goto("/l/pier/customers?archived=true");
  await total("5");
  await page.getByLabel("Select all on this page").check();
  await bar().getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Take out of the archive" }).click();
  await toast("5 people done");
});

test("more than ten are deleted only with the location's name", async () => {
  await page.goto("/l/pier/customers?city=Kinsale");
  await page.getByLabel("Select all on this page").check();
  await bar().getByRole("button", { name: "Delete" }).click();
  const question = page.getByRole("dialog", { name: "Delete 14 customers?" });
  const yes = question.getByRole("button", { name: "Delete 14 customers" });
  assert.ok(await yes.isDisabled());
  await question.getByLabel("Type “Pier” to go on").fill("Pier");
  await yes.click();
  await toast("14 people done");
  await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
});

test("leads are converted, with and without a match", async () => {
  await page.goto("/l/pier/leads");
  await page.getByLabel("Select all on this page").check();
  await bar().getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Convert" }).click();
  await page.getByRole("button", { name: "Convert 2" }).click();
  await toast("2 people done");
  const { items } = await ok("GET", "L/contacts?status=converted");
  assert.equal(items.length, 2);
  const rhys = (await ok("GET", "L/customers?email=rhys@example.wales")).items[0];
  assert.equal(items.find(({ name }) => name === "R. Bleddyn").customer_id, rhys.id);
});

test("all that match, more than fit at once: the number, how far it is, and what could not be done", async () => {
  const many = 1_010;
  for (let at = 0; at < many; at += 500)
    await ok("POST", "L/bookings/batch", { items: Array.from({ length: Math.min(500, many - at) }, (_, i) => ({
      source: "fair", external_id: String(at + i), starts_at: "2026-06-10", booker: { name: `Visitor ${at + i}`, email: `visitor${at + i}@example.com` } })) });
  const full = (await ok("GET", "L/customers?email=visitor7@example.com")).items[0];
  await ok("PATCH", `L/customers/${full.id}`, { tags: Array.from({ length: 50 }, (_, i) => `Own ${i}`) });
  const all = async (verb) => {
    await page.goto("/l/pier/customers?bookings_min=1");
    await total("1,010");
    await page.getByLabel("Select all on this page").check();
    await bar().getByRole("button", { name: "Select all 1,010 that match" }).click();
    await bar().getByText("1,010 all that match").waitFor();
    await bar().getByRole("button", { name: verb, exact: true }).click();
  };
  const finished = async (name) => {
    await page.getByRole("dialog", { name }).or(page.getByRole("dialog", { name: "Done" })).getByRole("progressbar").waitFor();
    const done = page.getByRole("dialog", { name: "Done" });
    await done.waitFor({ timeout: 120_000 });
    return done;
  };

  await all("Follow-up");
  const form = page.getByRole("dialog", { name: "Schedule 1,010 follow-ups" });
  await form.getByLabel("Note").fill("The fair opens");
  await form.getByRole("button", { name: "Schedule 1,010" }).click();
  await (await finished("Scheduling follow-ups")).getByText("1,010 of 1,010 done").waitFor();
  assert.equal((await ok("GET", `L/follow-ups?customer_id=${full.id}`)).items[0].note, "The fair opens");

  await all("Tag");
  await page.getByRole("combobox", { name: "Tags" }).fill("Fair");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Tag 1,010 people" }).getByRole("button", { name: "Tag", exact: true }).click();
  const result = await finished("Tagging");
  await result.getByText("1 was left as it was").waitFor();
  assert.match(await result.getByRole("listitem").innerText(), /50/);
  assert.equal((await ok("GET", "L/customers?tag=Fair&limit=1")).total, many - 1);
});

test("a filter by all of several tags, and by one that is typed", async () => {
  await page.goto("/l/pier/customers");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "All of the tags" }).click();
  await page.getByRole("dialog").getByLabel("All of the tags").fill("Tag 7");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await total("1");
  await page.getByRole("button", { name: /Edit filter All of the tags/ }).click();
  await page.getByRole("button", { name: "Remove filter Tag 7" }).click();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("button", { name: /Edit filter All of the tags/ }).waitFor({ state: "detached" });
});

test("tags: made ahead, renamed onto another they merge, deleted with the number", async () => {
  await ok("POST", "L/customers", { name: "Old Friend", emails: ["old@example.com"], tags: ["Regular", "VIP"] });
  await ok("POST", "L/customers", { name: "New Friend", emails: ["new@example.com"], tags: ["Regulars"] });
  await page.goto("/l/pier/tags");
  await page.getByRole("button", { name: "Add Tag" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ahead");
  await page.getByText("Moss", { exact: true }).click();
  await page.getByRole("button", { name: "Save tag" }).click();
  await toast("The tag Ahead is saved");
  await page.getByLabel("Search tags").fill("regular");
  await page.getByRole("listitem").filter({ hasText: "Ahead" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Edit Regulars" }).click();
  await page.getByLabel("Name", { exact: true }).fill("regular");
  await page.getByRole("button", { name: "Save tag" }).click();
  const question = page.getByRole("dialog", { name: "Merge Regulars into Regular?" });
  await question.getByText("There is a tag Regular already, on 1 customer and 0 leads").waitFor();
  await question.getByRole("button", { name: "Merge" }).click();
  await toast("They are one tag now: Regular");
  await page.getByRole("link", { name: "2 customers" }).waitFor();
  await page.getByRole("button", { name: "Delete Regular" }).click();
  await page.getByText("It is taken off 2 customers and 0 leads").waitFor();
  await page.getByRole("button", { name: "Delete tag" }).click();
  await page.getByText("No tag has “regular” in it.").waitFor();
});

test("on a phone the bar has what is needed, within reach", async () => {
  const small = await desk.signedIn("/l/pier/customers?city=Cork", { viewport: phone });
  await small.getByRole("checkbox", { name: "Select Person 20" }).tap();
  await small.getByRole("region", { name: "selected" }).getByRole("button", { name: "More" }).tap();
  await small.getByRole("menuitem", { name: "Archive" }).tap();
  await small.getByRole("button", { name: "Archive 1" }).tap();
  await small.getByRole("status").getByText("1 person done").waitFor();
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
  await small.context().close();
});
