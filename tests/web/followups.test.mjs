// A follow-up is scheduled, comes due, announces itself, is put off and done; many at once; a call by somebody unknown.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { listening, phone, startDesk } from "../lib/browser.mjs";

let desk, page, lead;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}
const open = (path) => page.goto(`/l/pier/${path}`);
const toast = (text, where = page) => where.getByRole("status").getByText(text).first().waitFor();
const row = (text) => page.locator("tbody tr", { hasText: text });

before(async () => {
  desk = await startDesk();
  lead = await ok("POST", "L/contacts", { name: "Kwame Mensah", emails: ["kwame@example.gh"], source: "contact-form" });
  page = await desk.signedIn("/l/pier/follow-ups");
});
afterEach(() => desk.check());
after(() => desk.stop());

test("from anywhere: about whom, tomorrow at nine, a note", async () => {
  await open("leads");
  await page.getByRole("heading", { name: "Leads", level: 1 }).waitFor();
  await page.keyboard.press("f");
  const form = page.getByRole("dialog", { name: /Schedule follow-up/ });
  await form.getByRole("button", { name: "Schedule", exact: true }).click();
  await form.getByText("Say whom it is about.").waitFor();
  await form.getByRole("combobox", { name: "About" }).fill("mensah");
  await form.getByRole("option", { name: /Kwame Mensah/ }).waitFor();
  await page.keyboard.press("Enter");
  await form.getByRole("group", { name: "About" }).getByText("Kwame Mensah").waitFor();
  await form.getByLabel("Note").fill("ask about the group price");
  await form.getByRole("button", { name: "Schedule", exact: true }).click();
  await toast("Follow-up on");
  const { items: [made] } = await ok("GET", `L/follow-ups?contact_id=${lead.id}`);
  assert.equal(made.note, "ask about the group price");
  assert.ok(made.assignee_id, "whoever makes it is in charge");
  // Nine o'clock at the pier, which is in Madrid.
  const there = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Madrid" }).format(new Date(made.due_at));
  assert.equal(there, "09:00");
  await open("follow-ups");
  await row("ask about the group price").waitFor();
  assert.match(page.url(), /list=(coming|today)/);
});

test("it comes due: a word at once, the badge and the bell; put off, then done with an outcome", async () => {
  await open("customers");
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  await listening(page);
  const { body: me } = await desk.server.request("GET", "/api/v1/users");
  const owner = me.items.find((user) => user.owner);
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: new Date(Date.now() + 1500).toISOString(), note: "ring back", assignee_id: owner.id });
  await toast("Due now: Kwame Mensah · ring back");
  await page.getByRole("navigation", { name: "Main", exact: true }).getByText("1 overdue").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Follow-ups: 1 due" }).click();
  const bell = page.getByRole("dialog", { name: "What is due" });
  await bell.getByText("ring back").waitFor();
  await bell.getByRole("button", { name: "Snooze: Kwame Mensah" }).click();
  await page.getByRole("button", { name: /In an hour/ }).click();
  await toast("Reminds again");
  await page.getByRole("button", { name: "Follow-ups: 0 due" }).or(page.getByRole("button", { name: "Follow-ups: 1 due" })).waitFor();

  await open("follow-ups?list=today&list=coming&assignee=me");
  await row("ring back").getByRole("button", { name: "Done: Kwame Mensah" }).click();
  await page.getByLabel("What came of it").fill("wants two doubles");
  await page.keyboard.press("Enter");
  await toast("Done: Kwame Mensah");
  await row("ring back").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Done", exact: true }).click();
  await row("wants two doubles").waitFor();
  assert.equal((await ok("GET", `L/contacts/${lead.id}`)).status, "follow-up-scheduled");
});

test("rescheduled in place; two people change it: nothing is overwritten in silence", async () => {
  await open("follow-ups?list=coming&list=today&assignee=me");
  await row("ask about the group price").getByRole("button", { name: "Reschedule: Kwame Mensah" }).click();
  const form = page.getByRole("dialog", { name: /Reschedule follow-up/ });
  await form.getByLabel("Note").fill("ask about the price for twelve");
  const { items: [mine] } = await ok("GET", `L/follow-ups?contact_id=${lead.id}&state=open`);
  await ok("PATCH", `L/follow-ups/${mine.id}`, { site: "South pier" });
  await form.getByRole("button", { name: "Save follow-up" }).click();
  await form.getByText("Somebody changed this meanwhile").waitFor();
  await form.getByRole("button", { name: "Show what it says now" }).click();
  await page.waitForFunction(() => document.querySelector("#f-site").value === "South pier");
  await form.getByRole("radio", { name: /In a month/ }).check({ force: true });
  await form.getByLabel("Note").fill("ask about the price for twelve");
  await form.getByRole("button", { name: "Save follow-up" }).click();
  await toast("Follow-up on");
  await row("ask about the price for twelve").waitFor();
  assert.equal((await ok("GET", `L/follow-ups/${mine.id}`)).site, "South pier");
});

test("many at once, by keyboard too", async () => {
  for (let i = 1; i <= 4; i++)
    await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: "2020-02-01T09:00:00.000Z", note: `late ${i}` });
  await open("follow-ups?list=overdue");
  await row("late 4").waitFor();
  await page.getByLabel("Select all on this page").check();
  await page.getByText("4 selected").waitFor();
  await page.getByRole("checkbox", { name: "Select Kwame Mensah" }).first().uncheck();
  await page.getByRole("region", { name: "selected" }).getByRole("button", { name: "Done", exact: true }).click();
  await page.getByLabel("What came of it").press("Enter");
  await toast("3 follow-ups done");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.keyboard.press("j");
  await page.locator("tr.cur").waitFor();
  await page.keyboard.press("s");
  await page.getByRole("dialog", { name: /Remind me later/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Cancel the follow-up: Kwame Mensah" }).click();
  await page.getByRole("button", { name: "Cancel follow-up" }).click();
  await toast("1 follow-up cancelled");
  await page.getByRole("heading", { name: "Nothing is late" }).waitFor();
});

test("what fails says so in the frame, and nothing is lost", async () => {
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: "2020-02-01T09:00:00.000Z", note: "refused" });
  await open("follow-ups?list=overdue");
  await page.route("**/done", (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ title: "Broken", status: 500, code: "internal", detail: "This went wrong on our side." }) }));
  await row("refused").getByRole("button", { name: "Done: Kwame Mensah" }).click();
  await page.getByLabel("What came of it").press("Enter");
  await page.getByRole("alert").getByText("This went wrong on our side.").waitFor();
  await page.unroute("**/done");
  await row("refused").getByRole("button", { name: "Done: Kwame Mensah" }).click();
  await page.getByLabel("What came of it").press("Enter");
  await toast("Done: Kwame Mensah");
  assert.equal(await page.getByRole("alert").count(), 0, "and it is gone when something works again");
});

test("what comes due by itself does not put away the word about what was done, nor its way on", async () => {
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: "2020-02-01T09:00:00.000Z", note: "to be done" });
  await open("follow-ups?list=overdue");
  await row("to be done").getByRole("button", { name: "Done: Kwame Mensah" }).click();
  await page.getByLabel("What came of it").press("Enter");
  await toast("Done: Kwame Mensah");
  await page.getByRole("status").getByRole("button", { name: "Next one" }).focus(); // it stays while it is held
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: "2020-02-01T09:00:00.000Z", note: "rings now" });
  await toast("rings now");
  await toast("Done: Kwame Mensah");
});

test("somebody unknown rings: a lead, what was said, and what follows, in one form", async () => {
  await open("customers");
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("087 123 4567");
  await page.getByText("Nobody here is called").waitFor();
  await page.getByRole("option", { name: /Note a call from/ }).click();
  const form = page.getByRole("dialog", { name: "Note a call" });
  assert.equal(await form.getByLabel("Phone").inputValue(), "087 123 4567");
  await form.getByLabel("Name").fill("Wendy Ring");
  await form.getByLabel("What was said").fill("wants a boat for eight on Saturday");
  await form.getByRole("radio", { name: /Tomorrow/ }).check({ force: true });
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await toast("Wendy Ring is saved");
  const { items: [made] } = await ok("GET", "L/contacts?q=wendy");
  const { items: [said] } = await ok("GET", `L/communications?contact_id=${made.id}`);
  assert.deepEqual([said.via, said.direction, said.body], ["phone", "in", "wants a boat for eight on Saturday"]);
  assert.equal((await ok("GET", `L/follow-ups?contact_id=${made.id}`)).total, 1);
});

test("on a phone, by touch: done with a thumb", async () => {
  await ok("POST", "L/follow-ups", { contact_id: lead.id, due_at: "2020-02-01T09:00:00.000Z", note: "by thumb" });
  const small = await desk.signedIn("/l/pier/follow-ups?list=overdue", { viewport: phone });
  await small.locator("tbody tr", { hasText: "by thumb" }).getByRole("button", { name: "Done: Kwame Mensah" }).tap();
  await small.getByRole("dialog").getByRole("button", { name: "Done", exact: true }).tap();
  await toast("Done: Kwame Mensah", small);
  await small.context().close();
});
