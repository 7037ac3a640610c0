// One person on one page: every tab, what can be written down without leaving, consent, and a lead that is closed.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { listening, phone, startDesk } from "../lib/browser.mjs";

let desk, page, ana, tom;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

const year = new Date().getFullYear();

before(async () => {
  desk = await startDesk();
  ana = await ok("POST", "L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"], phones: ["+34 600 123 456"], tags: ["Local"] });
  tom = await ok("POST", "L/customers", { name: "Tom Byrne", emails: ["tom@example.com"] });
  const booking = await ok("POST", "L/bookings", {
    activity: "Sunset kayak", starts_at: `${year}-05-01T19:00:00`, status: "completed", party_size: 2, grand_total: { amount: 9600, currency: "EUR" },
    booker: { name: "Ana Ruiz", email: "ana@example.com" }, confirmation_code: "KX7Q-2210",
  });
  const other = await ok("POST", "L/bookings", {
    activity: "Lighthouse tour", starts_at: `${year}-06-01T10:00:00`, status: "confirmed", party_size: 2, booker: { name: "Tom Byrne", email: "tom@example.com" },
  });
  await ok("POST", `L/bookings/${other.id}/guests`, { name: "Ana Ruiz", email: "ana@example.com" });
  await ok("POST", "L/records", { kind: "payment", booking_id: booking.id, title: "Card payment", status: "succeeded", amount: { amount: 9600, currency: "EUR" } });
  const survey = await ok("POST", "L/surveys", { name: "After the trip", questions: [
    { id: "trip", kind: "rating", text: "How was it?", required: true }, { id: "words", kind: "text", text: "Anything else?" }] });
  await ok("POST", "L/survey-responses", { survey_id: survey.id, customer_id: ana.id, answers: [
    { question_id: "trip", value: 4 }, { question_id: "words", value: "The best day of our holiday" }] });
  page = await desk.signedIn(`/l/pier/customers/${ana.id}`);
});
afterEach(() => desk.check());
after(() => desk.stop());

const tab = (name) => page.getByRole("navigation", { name: "Profile" }).getByRole("link", { name });
const middle = () => page.getByRole("region", { name: "Activity" });
const toast = (text) => page.getByRole("status").getByText(text).waitFor();
const heading = (name) => page.getByRole("heading", { name, level: 1 }).waitFor();

test("the tabs tell how much is in them, and what", async () => {
  await heading("Ana Ruiz");
  for (const [name, text] of [
    [/^Bookings 1/, "Sunset kayak"], [/^Guest appearances 1/, "Lighthouse tour"], [/^Surveys 1/, "The best day of our holiday"],
    [/^Payments & records 1/, "Card payment"],
  ]) {
    await tab(name).click();
    await middle().getByText(text).first().waitFor();
  }
  await tab("Timeline").click();
  await middle().getByText("Paid").first().waitFor();
  await middle().getByRole("link", { name: "Surveys", exact: true }).click(); // of the timeline's kinds
  await middle().getByText("“The best day of our holiday”").waitFor();
  assert.equal(await middle().getByText("Sunset kayak").count(), 0);
  assert.match(page.url(), /kind=survey-response/);
  await middle().getByRole("link", { name: "All", exact: true }).click();
  await middle().getByText("Sunset kayak").waitFor();
});

test("bookings by year are drawn, and said in a table; the newest booking moves them", async () => {
  const rows = () => page.getByRole("table", { name: "Bookings by year" }).getByRole("row").allInnerTexts();
  const told = () => rows().then((all) => all.map((each) => each.split(/\s+/).slice(0, 2).join(" ")));
  await page.getByRole("table", { name: "Bookings by year" }).waitFor({ state: "attached" });
  assert.deepEqual(await told(), ["Year Bookings", `${year} 1`]);
  const blocks = page.locator(".years rect.bar");
  assert.equal(await blocks.count(), 1);
  for (const [at, status] of [[year - 2, "completed"], [year - 2, "completed"], [year - 7, "completed"], [year + 5, "confirmed"]])
    await ok("POST", "L/bookings", { activity: "Sunset kayak", starts_at: `${at}-06-01T19:00:00`, status, booker: { name: "Ana Ruiz", email: "ana@example.com" } });
  await page.getByText(`1 before ${year - 4}, 1 after ${year}`).waitFor();
  assert.deepEqual(await told(), ["Year Bookings", `${year - 7} 1`, `${year - 2} 2`, `${year} 1`, `${year + 5} 1`]);
  assert.equal(await blocks.count(), 3);
  assert.deepEqual(await page.locator(".years text").allTextContents(), [4, 3, 2, 1, 0].map((before) => String(year - before)));
  for (let month = 1; month <= 9; month++)
    await ok("POST", "L/bookings", { activity: "Sunset kayak", starts_at: `${year - 1}-0${month}-01T19:00:00`, status: "completed", booker: { name: "Ana Ruiz", email: "ana@example.com" } });
  await page.locator(".years text", { hasText: /^9$/ }).waitFor();
});

test("a note and a call are written down without leaving", async () => {
  await page.goto(`/l/pier/customers/${ana.id}`);
  await middle().getByRole("textbox", { name: "Write a note about Ana Ruiz" }).fill("Left-handed paddle");
  await page.getByRole("button", { name: "Save note" }).click();
  await toast("The note is saved");
  await middle().getByText("Left-handed paddle").waitFor();
  await middle().getByText("wrote a note").waitFor();
  await page.getByRole("button", { name: "Log a call" }).click();
  await page.getByRole("combobox", { name: "Direction" }).selectOption("in");
  await page.getByRole("textbox", { name: "What was said" }).fill("Asked about Saturday");
  await page.getByRole("button", { name: "Log it" }).click();
  await toast("It is logged");
  await tab(/^Communications 2/).click();
  const call = await ok("GET", `L/customers/${ana.id}/communications?via=phone`);
  assert.equal(call.items[0].direction, "in");
  assert.equal(call.items[0].to, "+34 600 12 34 56");
  assert.ok(call.items[0].user_id);

  // One is opened, corrected, and deleted.
  await middle().getByRole("button", { name: "Call", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("What it was about").fill("Saturday");
  await page.getByRole("dialog", { name: "Edit" }).getByRole("button", { name: "Save" }).click();
  const opened = page.getByRole("dialog", { name: "Saturday" });
  await opened.getByText("Asked about Saturday").waitFor();
  await opened.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete communication" }).click();
  await tab(/^Communications 1/).waitFor();
});

test("leaving a note half written asks", async () => {
  await page.goto(`/l/pier/customers/${ana.id}`);
  await middle().getByRole("textbox", { name: /Write a note/ }).fill("Half a");
  await tab(/^Bookings/).click();
  await page.getByRole("button", { name: "Go on writing" }).click();
  assert.equal(await middle().getByRole("textbox", { name: /Write a note/ }).inputValue(), "Half a");
  await middle().getByRole("button", { name: "Cancel" }).click();
});

test("tags in the head of the page", async () => {
  await page.getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("combobox", { name: "Tags" }).fill("VIP");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Tags" }).getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "VIP" }).waitFor();
  assert.deepEqual((await ok("GET", `L/customers/${ana.id}`)).tags, ["Local", "VIP"]);
});

test("tags that are being put on stay when somebody else puts one on meanwhile", async () => {
  await page.goto(`/l/pier/customers/${tom.id}`);
  await heading("Tom Byrne");
  await listening(page);
  await page.getByRole("button", { name: "Tag", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Tags" });
  await form.getByRole("combobox", { name: "Tags" }).fill("Mine");
  await page.keyboard.press("Enter");
  await ok("PATCH", `L/customers/${tom.id}`, { tags: ["Theirs"] });
  await page.getByRole("link", { name: "Theirs" }).waitFor();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Mine" }).waitFor();
  assert.deepEqual((await ok("GET", `L/customers/${tom.id}`)).tags, ["Theirs", "Mine"]);
  await page.goto(`/l/pier/customers/${ana.id}`);
});

const consentNow = (text) => page.getByRole("region", { name: "Information" }).locator(".consent", { hasText: text }).waitFor();

test("consent is recorded with its evidence; after a withdrawal nobody here can give it", async () => {
  await tab("Consent").click();
  await middle().getByText("Nobody has asked yet").waitFor();
  await middle().getByRole("row", { name: /E-mail/ }).first().getByRole("button", { name: "Record a yes" }).click();
  const form = page.getByRole("dialog", { name: "Ana Ruiz agrees" });
  await form.getByRole("button", { name: "Record the yes" }).click();
  await form.getByText("1 field needs a look").waitFor(); // how it was said
  await form.getByLabel("How it was said").fill("paper");
  await form.getByLabel("The words that they agreed to").fill("Yes, write to me about kayaks");
  await form.getByRole("button", { name: "Record the yes" }).click();
  await toast("Recorded: Ana Ruiz agrees");
  await consentNow(/E-mail\s*since today · On paper\s*No SMS or phone calls/);
  await middle().getByText("“Yes, write to me about kayaks”").waitFor();
  await middle().getByRole("button", { name: "Withdraw everything" }).click();
  await page.getByRole("dialog", { name: "Ana Ruiz withdraws" }).getByRole("button", { name: "Withdraw" }).click();
  await toast("Ana Ruiz is not written to any more");
  await consentNow(/No e-mail, SMS or phone calls\s*withdrew today/);
  await middle().getByText("Who withdrew is asked by nobody again").waitFor();
  await middle().getByText("only they themselves can give it again").first().waitFor();
  // Marketing has no way to say yes any more, surveys still have.
  assert.equal(await middle().getByRole("button", { name: "Record a yes" }).count(), 3);
});

test("a follow-up is promised and done on the profile", async () => {
  await page.getByRole("button", { name: "Follow-up", exact: true }).first().click();
  await page.getByRole("dialog").getByLabel("Note").fill("Ask for the photographs");
  await page.getByRole("dialog").getByRole("button", { name: "Schedule", exact: true }).click();
  await tab(/^Follow-ups 1/).click();
  await middle().getByText("Ask for the photographs").waitFor();
  await middle().getByRole("button", { name: "Done" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /Done/ }).click();
  await middle().getByText("done", { exact: true }).waitFor();
});

test("a lead is lost for a reason, and open again; whom it would be linked to is said", async () => {
  const lead = await ok("POST", "L/contacts", { name: "T. Byrne", source: "referral", phones: ["+353 86 123 4417"] });
  await ok("PATCH", `L/customers/${tom.id}`, { phones: ["+353 86 123 4417"] });
  await page.goto(`/l/pier/leads/${lead.id}`);
  await page.getByText("This address or number is a customer's:").waitFor();
  await page.getByRole("link", { name: "Tom Byrne" }).waitFor();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Mark as lost" }).click();
  await page.getByRole("dialog").getByText("Too expensive").click();
  await page.getByRole("dialog").getByRole("button", { name: "Mark as lost" }).click();
  await page.getByText("Lost: Too expensive").waitFor();
  await page.getByRole("button", { name: "Open again" }).click();
  await page.locator(".under").getByText("New").waitFor();
});

test("on a phone a note is a press away, and all figures too", async () => {
  const small = await desk.signedIn(`/l/pier/customers/${ana.id}`, { viewport: phone });
  await small.getByRole("button", { name: "All figures" }).tap();
  await small.getByText("Lifetime value").waitFor();
  await small.getByRole("textbox", { name: /Write a note/ }).fill("By thumb");
  await small.getByRole("button", { name: "Save note" }).tap();
  await small.getByText("By thumb").first().waitFor();
  assert.ok(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll");
  await small.context().close();
});
