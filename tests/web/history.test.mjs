// The screens of a person's history, of bookings and what belongs to them, with hostile content, in every look.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";
import { allLookRight } from "../lib/looks.mjs";

let desk, ids;

async function made(target, json) {
  const answer = await desk.server.request("POST", target, { json });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  const hostile = "<script>alert(1)</script> \"quoted\" & ".padEnd(95, "more-and-more-without-a-break");
  const customer = await made("L/customers", { name: `א${"x".repeat(98)}ב`, emails: ["long@example.com"], company: hostile, tags: [hostile.slice(0, 50)], notes: hostile });
  const contact = await made("L/contacts", { name: "محمد العلي", emails: ["m@school.example"], source: hostile, tags: ["School"] });
  const booking = await made("L/bookings", {
    activity: hostile, site: hostile, starts_at: "2031-05-01T09:30:00.000Z", status: "confirmed", party_size: 3, customer_id: customer.id, notes: hostile,
    grand_total: { amount: 9600, currency: "EUR" }, booker: { name: hostile, email: "long@example.com", phone: hostile }, custom: { [hostile]: hostile },
  });
  const adult = await made("L/demographics", { title: hostile, min_age: 18, activities: [hostile] });
  await made("L/demographics", { title: "Child", max_age: 12 });
  await made(`L/bookings/${booking.id}/guests`, { name: hostile, email: "guest@example.com", demographic_id: adult.id, notes: hostile });
  await made(`L/bookings/${booking.id}/guests`, { name: "Leo", date_of_birth: "2022-04-02" });
  await made("L/records", { kind: "payment", booking_id: booking.id, title: hostile, status: "pending", amount: { amount: -500, currency: "EUR" }, link: "https://example.com/x" });
  await made("L/records", { kind: "waiver", customer_id: customer.id, title: hostile, status: "expired", person: { name: hostile } });
  const survey = await made("L/surveys", { name: hostile, description: hostile, questions: [
    { id: "trip", kind: "rating", text: hostile, required: true }, { id: "friend", kind: "score", text: "Would you send a friend?" },
    { id: "heard", kind: "choice", text: "Where from?", choices: [hostile, "The web"] }, { id: "words", kind: "text", text: "Anything else?" }] });
  for (const person of [{ customer_id: customer.id }, { contact_id: contact.id }])
    await made("L/survey-responses", { ...person, survey_id: survey.id, booking_id: booking.id, answers: [
      { question_id: "trip", value: 2 }, { question_id: "friend", value: 3 }, { question_id: "heard", value: hostile }, { question_id: "words", value: hostile }] });
  for (const about of [{ customer_id: customer.id }, { contact_id: contact.id }]) {
    await made("L/communications", { ...about, via: "email", title: hostile, body: hostile, to: "long@example.com", status: "bounced" });
    await made("L/follow-ups", { ...about, due_at: "2020-02-01T09:00:00.000Z", note: hostile });
    await made("L/consents", { ...about, channel: "email", purpose: "surveys", given: true, obtain_method: hostile, wording: hostile, page: hostile });
    await made("L/consents", { ...about, channel: "any", purpose: "marketing", given: false });
  }
  ids = { customer: customer.id, contact: contact.id, booking: booking.id, survey: survey.id };
});
afterEach(() => desk.check());
after(() => desk.stop());

const tabs = (home, all) => Object.fromEntries(all.map((tab) => [`${home} ${tab}`, `${home}/${tab}`]));
const screens = () => ({
  communications: "/l/pier/communications",
  surveys: "/l/pier/surveys",
  "a survey's results": `/l/pier/surveys/${ids.survey}`,
  "a survey's responses": `/l/pier/surveys/${ids.survey}/responses`,
  "a survey's questions": `/l/pier/surveys/${ids.survey}/questions`,
  demographics: "/l/pier/demographics",
  audit: "/l/pier/audit",
  bookings: "/l/pier/bookings",
  "a booking": `/l/pier/bookings/${ids.booking}`,
  ...tabs(`/l/pier/customers/${ids.customer}`,
    ["timeline", "bookings", "guest-appearances", "communications", "surveys", "records", "follow-ups", "contacts", "consent"]),
  ...tabs(`/l/pier/leads/${ids.contact}`, ["timeline", "communications", "follow-ups", "bookings", "surveys", "consent"]),
});

test("they look right", () => allLookRight(desk, screens()));
