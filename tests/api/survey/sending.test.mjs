// A survey that goes out by itself: after the visit, to whoever allowed it, answered once on a page without JavaScript.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";
import { until } from "../../lib/until.mjs";

async function started(t) {
  const server = await startServer();
  t.after(() => server.kill());
  await server.clock.move("2026-05-04T08:00:00Z");
  server.mails = async () => (await server.request("GET", "L/mail?kind=survey", { as: "manager" })).body.items;
  return server;
}

const questions = [
  { id: "q1", kind: "rating", text: "How was it?", required: true },
  { id: "q2", kind: "score", text: "Would you recommend us?" },
  { id: "q3", kind: "choice", text: "How did you hear of us?", choices: ["A friend", "<b>The web</b>"] },
  { id: "q4", kind: "text", text: "Anything else?" },
];

async function survey(server, more = {}) {
  const made = await server.request("POST", "L/surveys", { as: "manager", json: { name: "After the trip", description: "A minute of yours.",
    questions, thank_you: "See you again!", active: true, send: true, send_after_hours: 12, ...more } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function booking(server, id, name, email, starts_at = "2026-05-05T10:00") {
  const made = await server.request("PUT", `L/bookings/external/engine/${id}`, { as: "manager", json: { activity: "Kayak", starts_at,
    ends_at: starts_at.replace("T10", "T12"), status: "confirmed", booker: { name, email } } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

const allow = (server, customer_id) => server.request("POST", "L/consents", { as: "manager", json: { customer_id, channel: "email",
  purpose: "surveys", given: true, kind: "consent", obtain_method: "booking-form", wording: "You may ask me" } });

async function linkOf(server, customer) {
  const { body } = await server.request("GET", `L/customers/${customer}/communications`, { as: "manager" });
  return /\/s\/[\w-]+/.exec(body.items.find((one) => /\/s\//.test(one.body)).body)[0];
}

const page = (server, method, path, body) => server.request(method, path, { as: "nobody", body,
  headers: body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" } });

test("it goes out after the visit, to whoever allowed it, and is answered once", async (t) => {
  const server = await started(t);
  const made = await survey(server);
  const ana = await booking(server, "1", "Ana Ruiz", "ana@example.com");
  await booking(server, "2", "Tom Lee", "tom@example.com");
  assert.equal((await allow(server, ana.customer_id)).status, 201);
  await server.clock.move("2026-05-05T21:00:00Z"); // it ended at ten in UTC: eleven hours ago
  await sleep(1200);
  assert.equal((await server.mails()).length, 0);
  await server.clock.move("2026-05-05T22:02:00Z");
  const [mail] = await until("the mail", async () => { const all = await server.mails(); return all.length && all; });
  assert.deepEqual([mail.to, mail.purpose, mail.subject], ["ana@example.com", "surveys", "How was it at Pier?"]);
  await server.clock.move("+2h");
  await sleep(1200);
  assert.equal((await server.mails()).length, 1, "Tom allowed nothing, Ana is asked once");

  const link = await linkOf(server, ana.customer_id);
  const shown = await page(server, "GET", link);
  assert.equal(shown.status, 200);
  assert.match(shown.headers["content-type"], /^text\/html/);
  for (const text of ["After the trip", "How was it?", "A minute of yours.", "&lt;b&gt;The web"])
    assert.ok(shown.text.includes(text), text);
  assert.doesNotMatch(shown.text, /<script|<b>The web/);
  assert.equal(shown.text.match(/<fieldset class="scale"/g)?.length, 2, "one to five and nought to ten lie beside each other");

  const missing = await page(server, "POST", link, "q2=9&q4=Nearly");
  assert.equal(missing.status, 422);
  assert.match(missing.text, /Please answer this/);
  assert.match(missing.text, /Nearly/);
  assert.equal((await page(server, "POST", link, "q1=7")).status, 422);
  const answered = await Promise.all([1, 2, 3].map(() =>
    page(server, "POST", link, new URLSearchParams({ q1: "5", q2: "9", q3: "<b>The web</b>", q4: "Lovely\nday" }).toString())));
  for (const { status, text } of answered) {
    assert.ok(status === 200 || status === 409, text);
    if (status === 200)
      assert.match(text, /See you again!/);
  }
  const responses = (await server.request("GET", `L/survey-responses?survey_id=${made.id}`, { as: "manager" })).body;
  assert.equal(responses.total, 1);
  const [response] = responses.items;
  assert.deepEqual([response.customer_id, response.booking_id, response.overall_rating], [ana.customer_id, ana.id, 5]);
  assert.deepEqual(response.answers.map((one) => one.value), [5, 9, "<b>The web</b>", "Lovely\nday"]);
  // GET shows the thanks from now on, and changes nothing.
  assert.match((await page(server, "GET", link)).text, /See you again!/);
  assert.equal((await page(server, "POST", link, "q1=1")).status, 200);
  assert.equal((await server.request("GET", `L/survey-responses?survey_id=${made.id}`, { as: "manager" })).body.total, 1);
  for (const wrong of ["/s/x", `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`])
    assert.equal((await page(server, "GET", wrong)).status, 404, wrong);
  await server.clock.move("+95d");
  assert.equal((await page(server, "GET", link)).status, 410);
  await server.stop();
});

test("nobody is asked of old visits, nor twice in a month, nor after they left", async (t) => {
  const server = await started(t);
  const old = await booking(server, "old", "Ana Ruiz", "ana@example.com", "2026-05-03T10:00");
  await allow(server, old.customer_id);
  await survey(server, { send_after_hours: 1, send_subject: "Ana?", send_text: "Tell us." });
  await server.clock.move("+3h");
  await sleep(1200);
  assert.equal((await server.mails()).length, 0);
  await booking(server, "new", "Ana Ruiz", "ana@example.com");
  await server.clock.move("2026-05-05T11:10:00Z");
  await until("the mail", async () => (await server.mails()).length === 1);
  assert.equal((await server.mails())[0].subject, "Ana?");
  await booking(server, "again", "Ana Ruiz", "ana@example.com", "2026-05-10T10:00");
  await server.clock.move("2026-05-10T12:00:00Z");
  await sleep(1500);
  assert.equal((await server.mails()).length, 1);
  await booking(server, "later", "Ana Ruiz", "ana@example.com", "2026-06-20T10:00");
  await server.clock.move("2026-06-20T12:00:00Z");
  await until("the next mail", async () => (await server.mails()).length === 2);
  await server.request("DELETE", `L/customers/${old.customer_id}`, { as: "manager" });
  assert.ok((await server.mails()).every((one) => one.state !== "waiting"));
  await server.stop();
});

test("its words have variables; what may be empty needs another word", async (t) => {
  const server = await started(t);
  const made = await server.request("POST", "L/surveys", { as: "manager", json: { name: "S", questions, send_text: "Dear {{customer.called}}", send_subject: "{{customer.nmae}}" } });
  assert.equal(made.status, 422);
  assert.deepEqual(made.body.errors.map((one) => one.field).sort(), ["send_subject", "send_text"]);
  const preview = (json, as = "manager") => server.request("POST", "L/surveys/mail-preview", { as, json });
  assert.deepEqual((await preview({ send_subject: "{{customer.first_name}}?", send_text: "{{location.name}} asks {{customer.called|you}}" })).body,
    { subject: "Ana?", text: "Hello Ana Ruiz,\n\nPier asks you\n\nhttps://crm.example.com/s/…\n\nPier\n" });
  assert.match((await preview({})).body.subject, /How was it at Pier/);
  assert.equal((await preview({ send_text: "{{customer.city}}" })).status, 422);
  assert.equal((await preview({}, "desk")).status, 403);

  await survey(server, { send_after_hours: 1, send_subject: "{{customer.first_name}}, how was it?", send_text: "Dear {{customer.called|guest}} of {{location.name}}:" });
  const ana = await booking(server, "1", "Ana Ruiz", "ana@example.com");
  await allow(server, ana.customer_id);
  await server.clock.move("2026-05-05T11:10:00Z");
  const [mail] = await until("the mail", async () => { const all = await server.mails(); return all.length && all; });
  assert.equal(mail.subject, "Ana, how was it?");
  const { body } = await server.request("GET", `L/customers/${ana.customer_id}/communications`, { as: "manager" });
  assert.match(body.items.find((one) => one.title === "Ana, how was it?").body, /^Hello Ana Ruiz,\n\nDear guest of Pier:\n\nhttp/);
  await server.stop();
});

test("by hand to one customer, under the same rules, once a visit", async (t) => {
  const server = await started(t);
  const made = await survey(server, { send: false });
  const send = (customer, more = {}, as = "staff") => server.request("POST", `L/customers/${customer}/survey-invitations`, { as, json: { survey_id: made.id, ...more } });
  const says = async (answer, status, words) => { assert.equal((await answer).status, status, (await answer).text); assert.match((await answer).text, words); };
  const sums = async () => (await server.request("GET", `L/surveys/${made.id}/sending`, { as: "staff" })).body;
  const ana = await booking(server, "1", "Ana Ruiz", "ana@example.com");
  await says(send(ana.customer_id), 409, /not been here yet/);
  await server.clock.move("2026-05-06T10:00:00Z");
  await says(send(ana.customer_id), 409, /not agreed/);
  await allow(server, ana.customer_id);
  await says(send(ana.customer_id, {}, "viewer"), 403, /./);
  await says(send(ana.customer_id, { booking_id: "bkg_0000000000001" }), 422, /no such booking/);
  const tom = await booking(server, "2", "Tom Lee", "tom@example.com", "2026-05-20T10:00");
  await says(send(ana.customer_id, { booking_id: tom.id }), 422, /no such booking/);
  await says(send(tom.customer_id, { booking_id: tom.id }), 409, /not over yet/);
  const sent = await send(ana.customer_id);
  assert.equal(sent.status, 201, sent.text);
  assert.deepEqual(sent.body, { survey_id: made.id, booking_id: ana.id, customer_id: ana.customer_id, state: "sent" });
  await says(send(ana.customer_id), 409, /30 days/);
  await server.clock.move("+31d");
  await says(send(ana.customer_id), 409, /about this visit already/);
  assert.equal((await server.mails()).length, 1);
  assert.deepEqual({ ...(await sums()), last_sent_at: null }, { sent: 1, answered: 0, skipped: 0, last_sent_at: null });
  const link = await linkOf(server, ana.customer_id);
  assert.equal((await page(server, "POST", link, "q1=4")).status, 200);
  assert.equal((await sums()).answered, 1);
  await server.request("PATCH", `L/surveys/${made.id}`, { as: "manager", json: { active: false } });
  await says(send(ana.customer_id), 409, /make it active/);
  await says(server.request("POST", `E/customers/${ana.customer_id}/survey-invitations`, { as: "other-staff", json: { survey_id: made.id } }), 404, /./);
  await server.stop();
});

test("32 at once send one", async (t) => {
  const server = await started(t);
  const made = await survey(server, { send: false });
  const ana = await booking(server, "1", "Ana Ruiz", "ana@example.com");
  await allow(server, ana.customer_id);
  await server.clock.move("2026-05-06T10:00:00Z");
  const all = await Promise.all(Array.from({ length: 32 }, () =>
    server.request("POST", `L/customers/${ana.customer_id}/survey-invitations`, { as: "staff", json: { survey_id: made.id } })));
  assert.equal(all.filter(({ status }) => status === 201).length, 1);
  assert.ok(all.every(({ status }) => [201, 409].includes(status)));
  assert.equal((await server.mails()).length, 1);
  await server.stop();
});
