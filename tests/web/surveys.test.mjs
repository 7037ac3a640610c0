// Surveys: made with every kind of question, answered, changed into a new version; what the answers add up to.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, startDesk } from "../lib/browser.mjs";

let desk, page;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  page = await desk.signedIn("/l/pier/surveys");
});
afterEach(() => desk.check());
after(() => desk.stop());

const survey = async () => (await ok("GET", "L/surveys")).items[0];

test("a survey with four kinds of questions", async () => {
  await page.getByRole("heading", { name: "No survey yet" }).waitFor();
  await page.getByRole("button", { name: "Add a survey" }).first().click();
  const form = page.getByRole("dialog", { name: "Add a survey" });
  await form.getByRole("button", { name: "Save survey" }).click();
  await form.getByText("2 fields need a look").waitFor(); // the name, and what is asked
  await form.getByLabel("Name").fill("After the trip");
  await form.getByLabel("Question 1", { exact: true }).fill("How was the trip?");
  const add = async (index, kind, text) => {
    await form.getByRole("button", { name: "Add a question" }).click();
    await form.getByLabel(`Question ${index}`, { exact: true }).fill(text);
    await form.getByLabel(`Kind: Question ${index}`).selectOption(kind);
  };
  await add(2, "score", "Would you send a friend?");
  await add(3, "choice", "Where did you hear of us?");
  for (const choice of ["A friend", "The web"]) {
    await form.getByLabel("Choices").fill(choice);
    await page.keyboard.press("Enter");
  }
  await add(4, "text", "Anything else?");
  await form.getByRole("button", { name: "Move question 4 up" }).click();
  await form.getByRole("button", { name: "Save survey" }).click();
  await page.getByRole("link", { name: "After the trip" }).click();
  await page.getByRole("heading", { name: "After the trip", level: 1 }).waitFor();
  assert.deepEqual((await survey()).questions.map(({ kind }) => kind), ["rating", "score", "text", "choice"]);
});

test("averages, the score, and the choices counted", async () => {
  await page.getByText("Nobody has answered yet.").waitFor();
  const { id, questions: [trip, friend, words, heard] } = await survey();
  const tom = await ok("POST", "L/customers", { name: "Tom Byrne", emails: ["tom@example.com"] });
  const answer = (rating, score, choice, more = []) => ok("POST", "L/survey-responses", { survey_id: id, customer_id: tom.id, answers: [
    { question_id: trip.id, value: rating }, { question_id: friend.id, value: score }, { question_id: heard.id, value: choice }, ...more] });
  await answer(5, 10, "A friend");
  await answer(4, 9, "A friend");
  await answer(2, 3, "The web", [{ question_id: words.id, value: "The wetsuits were cold" }]);
  await page.goto(`/l/pier/surveys/${id}`);
  const part = (name) => page.getByRole("region", { name });
  await part("Would you send a friend?").getByText("+33").waitFor(); // two of three, less one of three
  await part("Would you send a friend?").getByRole("img", { name: "Score 33, from −100 to 100" }).waitFor();
  await part("How was the trip?").getByText("3.67").waitFor();
  await part("Where did you hear of us?").getByRole("row", { name: /A friend.*2 67 %/ }).waitFor();
});

test("responses one by one, the bad ones first when asked", async () => {
  await page.getByRole("link", { name: /^Responses 3/ }).click();
  await page.getByText("“The wetsuits were cold”").waitFor();
  await page.getByRole("link", { name: "2 and worse" }).click();
  await page.waitForURL(/rating=bad/);
  await page.getByText("4 of 5", { exact: false }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Tom Byrne" }).first().waitFor();
  assert.equal(await page.locator(".tl li").count(), 1);
  await page.getByRole("button", { name: "Delete", exact: true }).last().click();
  await page.getByRole("button", { name: "Delete response" }).click();
  await page.getByText("Nobody has answered yet.").waitFor();
});

test("other questions are a new version; old answers keep theirs", async () => {
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Edit survey" });
  assert.ok(await form.getByLabel("Kind: Question 1").isDisabled());
  await form.getByLabel("Question 1", { exact: true }).fill("How was your day with us?");
  await form.getByRole("button", { name: "Remove question 4" }).click();
  await form.getByRole("button", { name: "Save survey" }).click();
  await page.getByText("version 2").waitFor();
  await page.getByRole("link", { name: "Questions", exact: true }).click();
  await page.getByText("How was your day with us?").waitFor();
  await page.getByLabel("Version").selectOption("1");
  await page.getByText("How was the trip?").waitFor();
  await page.getByRole("link", { name: "Responses" }).click();
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.getByText("How was the trip?").first().waitFor();
  await page.getByRole("link", { name: "Results" }).click();
  await page.getByRole("region", { name: "Where did you hear of us?" }).getByText("no longer asked").waitFor();
});

test("its sending: words with variables, a preview, switched on; how many went and came back", async () => {
  const { id } = await survey();
  await page.goto(`/l/pier/surveys/${id}/sending`);
  const preview = page.getByRole("region", { name: "What they get" });
  await preview.getByText("Thank you for coming to Pier").waitFor();
  await page.getByLabel("Send it by itself after a visit").check();
  await page.getByLabel("Hours after the end").fill("12");
  await page.getByLabel("Subject").fill("{{customer.first_name}}, how was it?");
  await preview.getByText("Ana, how was it?").waitFor();
  await page.getByLabel("What it says before the link").fill("Dear {{customer.called}}, ");
  await page.getByRole("button", { name: "location.name" }).click();
  assert.equal(await page.getByLabel("What it says before the link").inputValue(), "Dear {{customer.called}}, {{location.name}}");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("customer.called is empty for some").waitFor();
  await page.waitForFunction(() => document.activeElement.getAttribute("aria-invalid") === "true");
  await page.getByLabel("What it says before the link").fill("Dear {{customer.called|guest}}, {{location.name}} asks:");
  await preview.getByText("Dear guest, Pier asks:").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("status").getByText("It goes out by itself from now on").waitFor();
  assert.deepEqual(await axe(page), []);
  const saved = await survey();
  assert.deepEqual([saved.send, saved.send_after_hours, saved.send_subject], [true, 12, "{{customer.first_name}}, how was it?"]);
  await page.getByText("sent 12 hours after the visit").waitFor();
});

test("one is sent from a profile, only to who agreed, and answered on its page", async () => {
  const guest = await ok("POST", "L/customers", { name: "Gina Regular", emails: ["gina@example.com"] });
  await page.goto(`/l/pier/customers/${guest.id}/surveys`);
  const dialog = page.getByRole("dialog", { name: /^Send a survey/ });
  const send = async () => {
    await page.getByRole("button", { name: "Send a survey" }).click();
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
  };
  await send();
  await dialog.getByText("They have not been here yet").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await ok("POST", "L/bookings", { customer_id: guest.id, activity: "Tour", status: "completed", starts_at: "2025-05-01T10:00", ends_at: "2025-05-01T12:00" });
  await send();
  await dialog.getByText("They have not agreed to be asked").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await ok("POST", "L/consents", { customer_id: guest.id, channel: "email", purpose: "surveys", given: true, obtain_method: "verbal" });
  await send();
  await page.getByRole("status").getByText("The survey is on its way to Gina Regular").waitFor();
  await send();
  await dialog.getByText("within the last 30 days").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const { items } = await ok("GET", `L/customers/${guest.id}/communications`);
  const link = /\/s\/[\w-]+/.exec(items.find(({ title }) => title === "Gina, how was it?").body)[0];
  const visitor = await desk.page();
  await visitor.goto(link);
  await visitor.getByText("How was your day with us?").waitFor();
  await visitor.locator("input[type=radio][value='5']").first().check();
  const scores = visitor.locator("input[type=radio][value='9']");
  if (await scores.count())
    await scores.first().check();
  await visitor.getByRole("button").last().click();
  await visitor.getByText("Thank", { exact: false }).first().waitFor();
  await page.getByText("1 answer").waitFor();
  await page.goto(`/l/pier/surveys/${(await survey()).id}/sending`);
  await page.locator(".figs").getByText("Sent 1").waitFor();
  await page.locator(".figs").getByText("Answered 1").waitFor();
});
