// A checkout from its first report to its end: left alone, found to be somebody's, reminded of, brought back by a booking.
import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

async function started(t, options) {
  const server = await startServer(options);
  t.after(() => server.kill());
  await server.clock.move("2026-05-04T08:00:00Z");
  return server;
}

const report = (server, id, json, as = "manager") => server.request("PUT", `L/checkouts/${id}`, { as, json });
const get = async (server, target, as = "staff") => (await server.request("GET", target, { as })).body;
const state = (server, id, wanted) => until(`${id} is ${wanted}`, async () => {
  const one = await get(server, `L/checkouts/${id}`);
  return one.state === wanted && one;
});

const ana = { name: "Ana Ruiz", email: "Ana@Example.com ", phone: "600 123 456" };

async function verified(server) {
  const { body } = await server.request("GET", "L/figures/verification", { as: "manager" });
  assert.equal(body.agrees, true, JSON.stringify(body.differences));
}

test("a stranger who leaves becomes a lead, with the cart on the timeline; a booking brings it back", async (t) => {
  const server = await started(t);
  const first = await report(server, "co-1", { person: ana, activity: "Sunset kayak", value: 12400, state: "open",
    cart: [{ name: "Adult", quantity: 2, price: 6200 }], resume_url: "https://book.example.com/co-1" });
  assert.equal(first.status, 201, first.text);
  assert.deepEqual(first.body.value, { amount: 12400, currency: "EUR" });
  // The same once more, and a little more: one checkout.
  const again = await report(server, "co-1", { activity: "Sunset kayak for two" });
  assert.equal(again.status, 200);
  assert.equal(again.body.person.name, "Ana Ruiz");
  assert.equal((await get(server, "L/contacts")).total, 0);

  await server.clock.move("+59m");
  await report(server, "co-1", { state: "open" });
  await server.clock.move("+30m");
  await new Promise((done) => setTimeout(done, 1200));
  assert.equal((await get(server, "L/checkouts/co-1")).state, "open", "the delay begins with the last report");
  await server.clock.move("+31m");
  const left = await state(server, "co-1", "abandoned");
  const contacts = await get(server, "L/contacts?source=abandoned-checkout");
  assert.equal(contacts.total, 1);
  const [contact] = contacts.items;
  assert.deepEqual([contact.name, contact.primary_email, contact.contact_consent, contact.id],
    ["Ana Ruiz", "ana@example.com", false, left.contact_id]);
  const timeline = await get(server, `L/contacts/${contact.id}/timeline`);
  const entry = timeline.items.find((one) => one.kind === "checkout");
  assert.equal(entry.record.cart[0].quantity, 2);
  let figures = (await get(server, "L/dashboard")).checkouts;
  assert.deepEqual([figures.abandoned.count, figures.abandoned.value.amount, figures.recovered.count], [1, 12400, 0]);

  // Another person's booking changes nothing; Ana's does.
  const booking = (id, booker) => server.request("PUT", `L/bookings/external/engine/${id}`, { as: "manager", json: {
    activity: "Sunset kayak", starts_at: "2026-05-20T18:00", status: "confirmed", grand_total: 12400, booker } });
  await booking("b-1", { name: "Tom Lee", email: "tom@example.com" });
  assert.equal((await get(server, "L/checkouts/co-1")).state, "abandoned");
  const booked = await booking("b-2", { name: "Ana Ruiz", email: "ana@example.com" });
  const back = await get(server, "L/checkouts/co-1");
  assert.equal(back.state, "recovered");
  assert.equal(back.booking_id, booked.body.id);
  figures = (await get(server, "L/dashboard")).checkouts;
  assert.deepEqual([figures.abandoned.count, figures.recovered.count, figures.recovered.value.amount], [1, 1, 12400]);
  const customer = (await get(server, `L/contacts/${contact.id}`)).customer_id;
  assert.equal((await get(server, `L/customers/${customer}/checkouts`)).total, 1);
  assert.ok((await get(server, `L/customers/${customer}/timeline`)).items.some((one) => one.kind === "checkout"));

  // The end is the end: a late message changes nothing.
  const late = await report(server, "co-1", { state: "open", activity: "Late" });
  assert.deepEqual([late.status, late.body.state, late.body.activity], [200, "recovered", "Sunset kayak for two"]);
  await server.clock.move("+35d");
  figures = (await get(server, "L/dashboard")).checkouts;
  assert.deepEqual([figures.abandoned.count, figures.abandoned.count_before, figures.recovered.count_before], [0, 1, 1]);
  await verified(server);
  await server.stop();
});

test("whoever is known keeps their cart; what was never left alone is only completed", async (t) => {
  const server = await started(t);
  const made = await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["ana@example.com"] } });
  await report(server, "co-1", { person: { ...ana, phone: "+34 611 111 111" }, activity: "Kayak", value: 5000 });
  await report(server, "co-2", { person: { email: "tom@example.com" }, activity: "Kayak" });
  await report(server, "co-3", { activity: "Nobody said a name" });
  const done = await report(server, "co-2", { state: "completed" });
  assert.equal(done.body.state, "completed");
  await server.clock.move("+61m");
  const left = await state(server, "co-1", "abandoned");
  assert.equal(left.customer_id, made.body.id);
  const nobody = await state(server, "co-3", "abandoned");
  assert.deepEqual([nobody.customer_id, nobody.contact_id], [null, null]);
  assert.equal((await get(server, "L/contacts")).total, 0);
  // Completed after all.
  assert.equal((await report(server, "co-1", { state: "completed" })).body.state, "recovered");
  const list = await get(server, "L/checkouts?state=recovered&state=abandoned&q=kayak");
  assert.deepEqual(list.items.map((one) => one.external_id), ["co-1"]);
  await verified(server);

  // The person goes: the checkout stays without them, and is theirs again when they come back.
  await server.request("DELETE", `L/customers/${made.body.id}`, { as: "manager" });
  assert.equal((await get(server, "L/checkouts/co-1")).customer_id, null);
  await server.request("DELETE", `L/customers/${made.body.id}/deletion`, { as: "manager" });
  assert.equal((await get(server, "L/checkouts/co-1")).customer_id, made.body.id);

  // Erased: nothing says who it was, the figures stay.
  const erased = await server.request("POST", `L/customers/${made.body.id}/erasure`, { as: "manager" });
  assert.ok(erased.status < 300, erased.text);
  const rest = (await get(server, "L/checkouts?state=recovered")).items[0];
  assert.deepEqual([rest.person.name, rest.person.email, rest.customer_id, rest.value.amount], [null, null, null, 5000]);
  assert.notEqual(rest.external_id, "co-1");
  await verified(server);
  await server.stop();
});

test("what is wrong in a report is said", async (t) => {
  const server = await started(t);
  const wrong = await report(server, "co-1", { state: "abandoned", resume_url: "javascript:alert(1)", value: -5, secret: 1 });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors.map((one) => one.field).sort(), ["resume_url", "secret", "state", "value"]);
  assert.equal((await report(server, "x".repeat(101), {})).status, 422);
  assert.equal((await report(server, "co-1", {}, "staff")).status, 403);
  assert.equal((await report(server, "co-1", { person: { name: "Ana", email: "no address", phone: "12" } })).status, 201);
  await server.clock.move("+61m");
  await state(server, "co-1", "abandoned");
  assert.equal((await get(server, "L/contacts")).total, 0);
  assert.equal((await server.request("GET", "E/checkouts/co-1", { as: "other-staff" })).status, 404);
  await server.stop();
});

test("32 equal reports at once are one checkout, and one lead", async (t) => {
  const server = await started(t);
  const answers = await Promise.all(Array.from({ length: 32 }, () => report(server, "co-1", { person: ana, activity: "Kayak" })));
  assert.deepEqual(answers.map((one) => one.status).sort().slice(-2), [200, 201].sort().slice(-2));
  assert.equal(answers.filter((one) => one.status === 201).length, 1);
  await server.clock.move("+61m");
  await state(server, "co-1", "abandoned");
  assert.equal((await get(server, "L/contacts")).total, 1);
  await server.stop();
});

test("a reminder goes to whoever allowed it, once, and not after a booking", async (t) => {
  const server = await started(t);
  const mails = async () => (await get(server, "L/mail?kind=checkout-reminder", "manager")).items;
  await server.request("PATCH", "L/settings", { as: "manager", json: { checkout_reminder_hours: 2, checkout_reminder_text: "Your kayak waits." } });
  const cart = (email, more) => ({ person: { name: "Ana", email }, activity: "Kayak", resume_url: "https://book.example.com/1", ...more });
  const allowed = { consent: true, consent_wording: "Yes, write to me" };
  await report(server, "yes", cart("yes@example.com", allowed));
  await report(server, "no", cart("no@example.com"));
  await report(server, "nolink", { ...cart("nolink@example.com", allowed), resume_url: null });
  await report(server, "booked", cart("booked@example.com", allowed));
  await server.clock.move("+61m");
  for (const id of ["yes", "no", "nolink", "booked"])
    await state(server, id, "abandoned");
  assert.deepEqual((await mails()).map((one) => one.to).sort(), ["booked@example.com", "yes@example.com"]);
  const consents = await get(server, `L/contacts/${(await get(server, "L/checkouts/yes")).contact_id}/consents`);
  assert.deepEqual([consents.items[0].given, consents.items[0].obtain_method, consents.items[0].wording], [true, "checkout", "Yes, write to me"]);

  await server.request("PUT", "L/bookings/external/engine/b", { as: "manager", json: { starts_at: "2026-05-20T18:00", status: "confirmed",
    booker: { name: "Ana", email: "booked@example.com" } } });
  const after = Object.fromEntries((await mails()).map((one) => [one.to, one.state]));
  assert.deepEqual(after, { "yes@example.com": "waiting", "booked@example.com": "canceled" });

  // Left again: not once more.
  await report(server, "yes", { state: "open" });
  await server.clock.move("+61m");
  await state(server, "yes", "abandoned");
  await report(server, "yes-2", cart("yes@example.com", allowed));
  await server.clock.move("+61m");
  await state(server, "yes-2", "abandoned");
  assert.equal((await mails()).length, 2);
  await verified(server);
  await server.stop();
});

test("a box that was ticked beside its words can be shown, and its reminder arrives; without words it cannot", async (t) => {
  const post = await startMailServer();
  t.after(() => post.stop());
  const server = await started(t, { args: post.args });
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example", checkout_reminder_hours: 2 } });
  const cart = (email, more) => ({ person: { name: "Ana", email }, activity: "Kayak", resume_url: "https://book.example.com/kayak/1?cart=7Qm#pay", consent: true, ...more });
  const words = { consent_wording: "Yes, write to me about trips" };
  await report(server, "shown", cart("shown@example.com", words));
  await report(server, "page", cart("page@example.com", { ...words, consent_page: "https://www.example.com/book?for=ana#box" }));
  await report(server, "no-words", cart("no-words@example.com"));
  await report(server, "no-page", cart("no-page@example.com", { ...words, resume_url: null }));
  const ticked = (await get(server, "L/checkouts/shown")).consent_at;
  await server.clock.move("+20m");
  await report(server, "shown", cart("shown@example.com", words));
  assert.equal((await get(server, "L/checkouts/shown")).consent_at, ticked, "the first time counts");
  await report(server, "taken-back", cart("taken-back@example.com", words));
  assert.equal((await report(server, "taken-back", { consent: false })).body.consent_at, null);
  await server.clock.move("+61m");

  const event = async (id) => {
    const { contact_id } = await state(server, id, "abandoned");
    const { items } = await get(server, `L/contacts/${contact_id}/consents`, "manager");
    return items.filter((one) => one.given).map((one) => [one.demonstrable, one.at, one.page, one.wording, one.address, one.obtain_method, one.ip])[0];
  };
  assert.deepEqual(await event("shown"), [true, ticked, "https://book.example.com", words.consent_wording, "shown@example.com", "checkout", null]);
  assert.deepEqual([(await event("page"))[0], (await event("page"))[2]], [true, "https://www.example.com/book"]);
  assert.equal((await event("no-words"))[0], false);
  assert.equal((await event("no-page"))[0], false);
  assert.equal(await event("taken-back"), undefined);

  const reminders = async () => (await get(server, "L/mail?kind=checkout-reminder", "manager")).items;
  assert.deepEqual((await reminders()).map((one) => one.to).sort(), ["page@example.com", "shown@example.com"]);
  await server.clock.move("+121m");
  const arrived = await post.wait(2);
  assert.deepEqual(arrived.map((one) => one.to[0]).sort(), ["page@example.com", "shown@example.com"]);
  assert.ok(arrived[0].text.includes("https://book.example.com/kayak/1?cart=7Qm#pay"));
  assert.match(arrived[0].header("List-Unsubscribe"), /^<http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]+>$/);
  assert.equal(arrived[0].header("List-Unsubscribe-Post"), undefined, "RFC 8058 wants https for it");
  await until("they are sent", async () => (await reminders()).every((one) => one.state === "sent"));

  // Their next checkout has the words: what could not be shown can be now.
  await report(server, "words-now", cart("no-words@example.com", words));
  await server.clock.move("+61m");
  const { contact_id } = await state(server, "words-now", "abandoned");
  const { states } = await get(server, `L/contacts/${contact_id}/consents`, "manager");
  assert.deepEqual(states.filter((one) => one.channel === "email" && one.purpose === "marketing").map((one) => [one.given, one.demonstrable]), [[true, true]]);
  assert.equal((await reminders()).length, 3);

  // Whoever withdraws is not brought back by a tick.
  await server.request("POST", "L/consents", { as: "manager", json: { contact_id, channel: "email", purpose: "marketing", given: false } });
  await report(server, "after", cart("no-words@example.com", { consent_wording: "Other words" }));
  await server.clock.move("+61m");
  await state(server, "after", "abandoned");
  assert.equal((await get(server, `L/contacts/${contact_id}/consents`, "manager")).items.filter((one) => one.given).length, 2);
  await server.stop();
});

test("a page's own tick brings where it was ticked; the checkout keeps that no longer than the ledger needs", async (t) => {
  const server = await started(t);
  const { body: on } = await server.request("PATCH", "L/checkout-reporting", { as: "manager", json: { enabled: true, origins: ["https://www.example.com"] } });
  const page = (json, headers = {}) => server.request("POST", `/k/${on.key}`, { as: "nobody", body: JSON.stringify(json),
    headers: { "content-type": "text/plain;charset=UTF-8", origin: "https://www.example.com", "user-agent": "Canoe/1.0", ...headers } });
  const said = { id: "web-1", person: ana, consent: true, consent_wording: "Write to me" };
  assert.equal((await page(said, { referer: "https://www.example.com/kayak?visitor=7#top" })).status, 204);
  assert.equal((await page({ ...said, id: "web-2", person: { ...ana, email: "tom@example.com", phone: null, name: "Tom" } })).status, 204);
  const one = await get(server, "L/checkouts/web-1");
  assert.ok(!JSON.stringify(one).includes("Canoe"));
  await server.clock.move("+61m");
  const evidence = async (id) => {
    const { contact_id } = await state(server, id, "abandoned");
    const [event] = (await get(server, `L/contacts/${contact_id}/consents`, "manager")).items;
    return [event.demonstrable, event.page, event.user_agent, event.ip];
  };
  assert.deepEqual(await evidence("web-1"), [true, "https://www.example.com/kayak", "Canoe/1.0", "127.0.0.1"]);
  assert.deepEqual(await evidence("web-2"), [true, "https://www.example.com", "Canoe/1.0", "127.0.0.1"]);
  await server.stop();
});

test("a page reports with a key that everybody may read, from its own website only", async (t) => {
  const server = await started(t);
  const settings = "L/checkout-reporting";
  assert.deepEqual(Object.values((await get(server, settings, "manager"))).slice(0, 3), [false, [], null]);
  const bad = await server.request("PATCH", settings, { as: "manager", json: { enabled: true, origins: ["www.example.com/x"] } });
  assert.equal(bad.status, 422);
  const { body: on } = await server.request("PATCH", settings, { as: "manager", json: { enabled: true, origins: ["https://www.example.com"] } });
  assert.match(on.address, /\/k\/[\w-]{22}$/);
  const page = (json, { origin = "https://www.example.com", key = on.key } = {}) => server.request("POST", `/k/${key}`, {
    as: "nobody", body: JSON.stringify(json), headers: { "content-type": "text/plain;charset=UTF-8", origin, "sec-fetch-site": "cross-site" } });
  const said = await page({ id: "web-1", person: ana, activity: "Kayak", value: 4000 });
  assert.equal(said.status, 204, said.text);
  assert.equal((await page({ id: "web-1" }, { origin: "https://evil.example" })).status, 403);
  assert.equal((await page({ id: "web-1" }, { key: "x".repeat(22) })).status, 404);
  assert.equal((await page({ person: ana })).status, 422);
  assert.equal((await page({ id: "web-1", customer_id: "cus_0000000000001" })).status, 422);
  const one = await get(server, "L/checkouts/web-1");
  assert.deepEqual([one.by_browser, one.value.amount], [true, 4000]);

  // A page does not change what a program reported; the program may finish what a page began.
  await report(server, "api-1", { activity: "Kayak" });
  assert.equal((await page({ id: "api-1", state: "completed" })).status, 409);
  assert.equal((await report(server, "web-1", { state: "completed" })).body.state, "completed");

  const { body: rotated } = await server.request("POST", `${settings}/key`, { as: "manager" });
  assert.notEqual(rotated.key, on.key);
  assert.equal((await page({ id: "web-2" })).status, 404);
  assert.equal((await page({ id: "web-2" }, { key: rotated.key })).status, 204);
  await server.request("PATCH", settings, { as: "manager", json: { enabled: false } });
  assert.equal((await page({ id: "web-3" }, { key: rotated.key })).status, 404);
  await server.stop();
});

test("a server that was killed sees in the end what was left alone", async (t) => {
  const server = await started(t);
  await report(server, "co-1", { person: ana, activity: "Kayak" });
  await server.kill();
  await server.clock.move("+3h");
  await server.start();
  await state(server, "co-1", "abandoned");
  assert.equal((await get(server, "L/contacts")).total, 1);
  await server.stop();
});

test("the reminder can be seen before it is switched on", async (t) => {
  const server = await started(t);
  const preview = (json, as = "manager") => server.request("POST", "L/checkouts/reminder-preview", { as, json });
  const own = await preview({ text: "Your kayak waits." });
  assert.equal(own.status, 200, own.text);
  assert.match(own.body.text, /^Hello Ana Ruiz,\n\nYour kayak waits\.\n\nhttps:/);
  assert.match((await preview({})).body.text, /You were about to book Sunset kayak/);
  assert.match((await preview({ text: null })).body.subject, /Sunset kayak/);
  assert.equal((await preview({ text: 1 })).status, 422);
  assert.equal((await preview({ html: "x" })).status, 422);
  assert.equal((await preview({}, "desk")).status, 403);
  await report(server, "gone", { person: { name: "Tom", email: "tom@example.com" } });
  assert.equal((await get(server, "L/checkouts?expired=true")).total, 0);
  await server.clock.move("+61m");
  const { contact_id: tom } = await state(server, "gone", "abandoned");
  assert.ok((await server.request("POST", `L/contacts/${tom}/erasure`, { as: "manager" })).status < 300);
  assert.equal((await get(server, "L/checkouts?expired=true")).total, 1);
  assert.equal((await get(server, "L/checkouts?expired=false")).total, 0);
  await server.stop();
});
