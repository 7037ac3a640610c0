// A business whose every record is meant to break the screens: names of a hundred characters, from right to left, with
// a script in each field; and the addresses of all screens that show them.

import assert from "node:assert/strict";
import { pageList, tabNames } from "./screens.mjs";

export const script = "<script>alert(1)</script> \"quoted\" & more";
export const long = "Wilhelmina Freifrau von und zu Fürstenberg-Stammheim-Hohenlohe-Langenburg-Schillingsfürst the Third";
const unbroken = "and-more-without-a-break".repeat(4).slice(0, 95);
const rightToLeft = "محمد عبد الرحمن بن عبد العزيز العلي";

// Fills the location "pier"; answers the ids by the names of the pages.
export async function furnish(desk) {
  const made = async (target, json, method = "POST") => {
    const answer = await desk.server.request(method, target, { json });
    assert.ok([200, 201].includes(answer.status), `${target}: ${answer.text}`);
    return answer.body;
  };
  const address = { street: script, city: script, state: script, zip: "<b>12345</b>", country: "IE" };
  const customer = await made("L/customers", {
    name: long, company: script, emails: ["a.very.long.address.that.goes.on.and.on@a-long-domain-name.example.com", "second@example.com"],
    phones: ["+34 600 123 456"], tags: ["VIP", "Local", script], notes: script, address, source: script, called: script, date_of_birth: "1988-02-11",
    external_ids: [{ source: script, id: script }],
  });
  await made("L/customers", { name: "הדר רוזן", emails: ["hadar@example.il"], tags: ["Photographer"] });
  await made("L/customers", { name: script, emails: ["script@example.com"], company: long });
  const contact = await made("L/contacts", {
    name: rightToLeft, emails: ["m@school.example"], phones: ["+966 50 123 4567"], source: script, obtain_method: script, tags: ["School", script], notes: script, company: script,
  });
  await made("L/contacts", { name: script, source: long, tags: [] });
  for (const [person, due_at] of [[{ contact_id: contact.id }, "2020-02-01T09:00:00.000Z"], [{ customer_id: customer.id }, "2031-02-01T09:00:00.000Z"]])
    await made("L/follow-ups", { ...person, due_at, note: script, site: script });
  const today = new Date().toISOString().slice(0, 10);
  const book = (more) => made("L/bookings", {
    activity: script, status: "confirmed", party_size: 3, customer_id: customer.id, site: script, notes: script, channel: script, confirmation_code: script,
    grand_total: { amount: 1234567890, currency: "EUR" }, paid: { amount: 100, currency: "EUR" }, custom: { [script]: script },
    booker: { name: script, email: "m@school.example", phone: "<b>+966 50 123 4567</b>" }, ...more,
  });
  const booking = await book({ starts_at: "2031-05-01T09:30:00.000Z" });
  await book({ starts_at: `${today}T23:30`, customer_id: undefined, booker: { name: long } });
  await made(`L/bookings/${booking.id}/guests`, { name: script, notes: script, email: "guest@example.com", date_of_birth: "2016-04-02" });
  await made("L/communications", { customer_id: customer.id, via: "email", title: script, body: script, status: script.slice(0, 50), to: "second@example.com" });
  await made("L/demographics", { title: script, description: script });
  const survey = await made("L/surveys", { name: script, description: script, thank_you: script, send_after_hours: 24, send_subject: script, send_text: `${script}\n${long}`, questions: [
    { id: "q1", kind: "text", text: script }, { id: "q2", kind: "rating", text: long }, { id: "q3", kind: "score", text: script }, { id: "q4", kind: "choice", text: script, choices: [script, unbroken] }] });
  await history(made, { customer, contact, booking, survey });
  await made("L/records", { kind: "payment", source: "till", external_id: "1", title: script, status: "succeeded", amount: { amount: 100, currency: "EUR" }, at: `${today}T10:00`, customer_id: customer.id, booking_id: booking.id });
  await made("L/checkouts/hostile", {
    person: { name: `${long} ${script}`, email: "a.very.long.address.that.goes.on.and.on@a-long-domain-name.example.com", phone: script }, activity: script, value: 1234567890,
    cart: [{ name: script, quantity: 3, price: 100 }, script, { strange: long }], resume_url: `https://book.example.com/${long.replaceAll(" ", "")}`, consent: true, consent_wording: script,
  }, "PUT");
  await made("L/checkouts/nobody", { cart: { [script]: script } }, "PUT");
  await made("L/mail-templates", { name: long, subject: script, text: `${script}\n${long}` });
  const roles = [{ location_id: (await desk.server.request("GET", "L/settings", {})).body.id, role: "viewer" }];
  await made("/api/v1/users", { name: long, email: "colleague@example.com", password: "a long sentence", roles });
  await made("/api/v1/users", { name: script, email: "script@example.com", password: "a long sentence", roles });
  await sendForm(desk, made);
  await made("L/settings", { name: `${script} ${long}`.slice(0, 100) }, "PATCH");
  return { customers: customer.id, leads: contact.id, bookings: booking.id, surveys: survey.id };
}

// Something in every tab of both profiles.
async function history(made, { customer, contact, booking, survey }) {
  const other = await made("L/bookings", { activity: unbroken, starts_at: "2030-05-01T09:30:00.000Z", status: "canceled", party_size: 2, site: script, booker: { name: rightToLeft, email: "m@school.example" } });
  await made(`L/bookings/${other.id}/guests`, { name: long, email: "second@example.com", notes: unbroken });
  await made(`L/bookings/${booking.id}/guests`, { name: unbroken, notes: script });
  await made("L/records", { kind: "waiver", source: "paper", title: unbroken, status: "expired", customer_id: customer.id, person: { name: script }, at: "2020-01-01T10:00" });
  for (const person of [{ customer_id: customer.id }, { contact_id: contact.id }]) {
    await made("L/communications", { ...person, via: "note", body: `${script}\n${unbroken}` });
    await made("L/communications", { ...person, via: "email", direction: "in", title: unbroken, body: long, status: "bounced", to: "m@school.example" });
    await made("L/survey-responses", { ...person, survey_id: survey.id, answers: [
      { question_id: "q1", value: unbroken }, { question_id: "q2", value: 1 }, { question_id: "q3", value: 0 }, { question_id: "q4", value: script }] });
    await made("L/consents", { ...person, channel: "email", purpose: "marketing", given: true, obtain_method: script, wording: unbroken, page: script });
    await made("L/consents", { ...person, channel: "any", purpose: "surveys", given: false });
  }
}

// What came in by a form: from somebody, from a robot.
async function sendForm(desk, made) {
  const form = await made("L/forms", {
    name: script, kind: "contact", title: script, intro: script, consent_ask: true, consent_text: script, site: script, verification: "none",
    questions: [{ kind: "choice", text: script, choices: [script, long] }, { kind: "yes-no", text: long }],
  });
  const { body: { started } } = await desk.server.request("GET", `/f/${form.key}/definition`, { as: "nobody" });
  await desk.server.clock.move("+10s");
  for (const robot of ["", "https://example.com"])
    await made(`/f/${form.key}`, {
      fields: { name: robot ? script : long, email: robot ? "robot@example.com" : "second@example.com", phone: "<b>+34</b>", message: `${script}\n${long.replaceAll(" ", "")}` },
      answers: { [form.questions[0].id]: script, [form.questions[1].id]: true }, consent: true, started, page: "javascript:alert(1)", [form.honeypot]: robot,
    });
}

// Every screen of the location, by a name for people: the pages, a record of each kind that has a screen, its tabs, and
// what only some addresses show.
export async function screensOf(desk, slug, ids) {
  const home = `/l/${slug}`;
  const all = {};
  for (const { name, one } of pageList()) {
    all[name] = `${home}/${name}`;
    if (!one || !ids)
      continue;
    const id = ids[name] ?? (await desk.server.request("GET", `L/${name}?limit=1`, {})).body?.items?.[0]?.id;
    assert.ok(id, `tests/lib/hostile.mjs makes no record for the screen of one of "${name}"`);
    all[`one of ${name}`] = `${home}/${name}/${id}`;
  }
  if (ids) {
    for (const [name, file] of [["customers", "customer/tabs.ts"], ["leads", "contact/tabs.ts"]])
      for (const tab of tabNames(file))
        all[`${name}, ${tab}`] = `${home}/${name}/${ids[name]}/${tab}`;
    for (const tab of ["responses", "questions", "sending"])
      all[`surveys, ${tab}`] = `${all["one of surveys"]}/${tab}`;
    for (const tab of ["use", "submissions"])
      all[`forms, ${tab}`] = `${all["one of forms"]}/${tab}`;
    all["enquiries"] = `${home}/leads?list=enquiries&tab=all`;
    for (const tab of ["all", "abandoned"])
      all[`checkouts, ${tab}`] = `${home}/leads?list=checkouts&tab=${tab}${tab === "all" ? "" : "&state=abandoned&expired=false"}`;
    all["today, far away"] = `${home}/today?date=2031-05-01`;
    all["customers, nothing matches"] = `${home}/customers?q=zzzz&created_from=2020-01-01`;
    all["follow-ups, overdue"] = `${home}/follow-ups?list=overdue`;
    all.nothing = `${home}/customers/cus_0000000000001`;
  }
  return all;
}
