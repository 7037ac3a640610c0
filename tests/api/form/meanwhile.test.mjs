// What happens to a form's people and mails meanwhile: four ways at once, a slug that changes, a form that is switched off, an
// erasure, an address that came back.
import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

const LONG = { mostMs: 60_000 };

async function begin(t) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args, env: { REGULARS_RATE_FORM: "1000" } });
  t.after(() => server.kill());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  return { mail, server };
}

async function makeForm(server, json) {
  const made = await server.request("POST", "L/forms", { json: { kind: "contact", name: "Website", verification: "none", ...json } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function opened(server, form) {
  const { started } = (await server.request("GET", `/f/${form.key}/definition`)).body;
  await server.clock.move("+10s");
  return started;
}

const post = async (server, form, started, fields, more = {}) => {
  const sent = await server.request("POST", `/f/${form.key}`, { json: { fields, started, ...more }, headers: { accept: "application/json" } });
  assert.equal(sent.status, 200, sent.text);
};
const get = async (server, target, as = "manager") => (await server.request("GET", target, { as })).body;
const linkIn = (mail, part) => new URL(new RegExp(`https?://[^\\s"<>]*${part}[A-Za-z0-9_-]+`).exec(mail.text)[0]).pathname;
const page = (server, method, path, body) => server.request(method, path, { as: "nobody", body,
  headers: body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" } });

test("the same visitor by the widget, plain HTML, a checkout and a booking system at once is one person", async (t) => {
  const { server } = await begin(t);
  const form = await makeForm(server), news = await makeForm(server, { kind: "subscribe", name: "News" });
  const [started, second] = [await opened(server, form), await opened(server, news)];
  await server.request("PUT", "L/checkouts/co-1", { as: "manager", json: { person: { name: "Ana Ruiz", email: "ana@example.com", phone: "600 123 456" }, activity: "Kayak", value: 4000 } });
  await server.clock.move("+61m"); // it is left alone just when they write
  await Promise.all([
    post(server, form, started, { name: "Ana Ruiz", email: "ANA@example.com", message: "Is there room?" }),
    post(server, news, second, { email: "ana@example.com" }),
    page(server, "POST", `/f/${form.key}`, "name=Ana+Ruiz&email=ana%40example.com&phone=%2B34600123456&message=From+plain+HTML"),
    server.request("PUT", "L/bookings/external/engine/1", { as: "manager", json: { activity: "Kayak", starts_at: "2030-05-05T10:00", status: "pending", booker: { name: "Ana Ruiz", email: "ana@example.com" } } }),
  ]);
  await until("the checkout is somebody's", async () => (await get(server, "L/checkouts/co-1")).state !== "open", LONG);
  const [contacts, customers] = [await get(server, "L/contacts"), await get(server, "L/customers")];
  // Whichever came first: a lead, a customer, or a lead of that customer.
  assert.ok(contacts.total <= 1 && customers.total <= 1 && contacts.total + customers.total >= 1, JSON.stringify([contacts.items, customers.items]));
  if (contacts.total && customers.total)
    assert.equal(contacts.items[0].customer_id, customers.items[0].id);
  assert.equal((await get(server, `L/forms/${form.id}/submissions`)).total, 2);
});

test("links of mails that waited hold after another slug, another name and a form that was switched off", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server), news = await makeForm(server, { kind: "subscribe", name: "News", double_opt_in: true });
  await mail.kill();
  await post(server, form, await opened(server, form), { name: "Ana Ruiz", email: "ana@example.com", message: "Is there room?" });
  await post(server, news, await opened(server, news), { email: "tom@example.com" });
  assert.equal((await server.request("PATCH", "/api/v1/locations/pier", { json: { name: "North Quay", slug: "quay" } })).status, 200);
  for (const it of [form, news])
    assert.equal((await server.request("PATCH", `/api/v1/locations/quay/forms/${it.id}`, { json: { active: false } })).status, 200);
  await mail.start();
  await server.clock.move("+3m");
  const arrived = await mail.wait(2, 60_000);
  const alert = arrived.find((one) => one.to[0] === "hello@pier.example"), asked = arrived.find((one) => one.to[0] === "tom@example.com");
  assert.match(alert.header("From"), /North Quay/);
  assert.match((await page(server, "POST", linkIn(alert, "/e/take/"))).text, /This enquiry is taken\./);
  assert.match((await page(server, "POST", linkIn(asked, "/c/"))).text, /You have confirmed this/);
  const { body } = await server.request("GET", "/api/v1/locations/quay/contacts?q=tom", { as: "staff" });
  assert.equal(body.items[0].contact_consent, true);
});

test("who is erased gets nothing that waits, and their links do nothing and say so", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server), news = await makeForm(server, { kind: "subscribe", name: "News", double_opt_in: true });
  await post(server, news, await opened(server, news), { email: "ana@example.com" });
  const confirm = linkIn((await mail.wait(1))[0], "/c/");
  await mail.kill();
  await post(server, form, await opened(server, form), { name: "Ana Ruiz", email: "ana@example.com", message: "It is me, Ana" });
  const ana = (await get(server, "L/contacts")).items[0];
  const personal = await server.request("POST", `L/contacts/${ana.id}/mails`, { as: "staff", json: { subject: "Hello Ana", text: "Hello" } });
  assert.equal(personal.status, 201, personal.text);
  const erased = await server.request("POST", `L/contacts/${ana.id}/erasure`, { as: "manager", json: {} });
  assert.ok(erased.status < 300, erased.text);
  for (const item of (await get(server, "L/mail")).items)
    assert.ok(item.state === "canceled" || item.state === "sent", JSON.stringify(item));
  assert.equal((await get(server, "L/mail-state", "staff")).waiting, 0);
  for (const method of ["GET", "POST"]) {
    const answer = await page(server, method, confirm, method === "POST" ? "" : undefined);
    assert.ok([200, 404, 410].includes(answer.status), `${method} ${answer.status}`);
    assert.match(answer.headers["content-type"], /text\/html/);
    assert.ok(!/Thank you\. You have confirmed/.test(answer.text) && !answer.text.includes("ana@"), answer.text);
  }
  assert.equal((await get(server, "L/contacts")).total, 0);
  await mail.start();
  await server.clock.move("+3m");
  await post(server, form, await opened(server, form), { name: "Tom", email: "tom@example.com", message: "Another" });
  await mail.wait(2, 60_000);
  assert.deepEqual((await mail.mails()).map((one) => one.to[0]), ["ana@example.com", "hello@pier.example"]);
  assert.match((await mail.mails())[1].text, /Another/);
});

test("an address that came back is written to on none of the ways, and its message is still an enquiry", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server), news = await makeForm(server, { kind: "subscribe", name: "News", double_opt_in: true });
  await post(server, news, await opened(server, news), { email: "nobody@example.com" });
  await until("it came back", async () => (await get(server, "L/mail?state=failed")).total === 1, LONG);
  await server.clock.move("+2d");
  await post(server, news, await opened(server, news), { email: "nobody@example.com" });
  await until("it is withheld", async () => (await get(server, "L/mail?state=withheld")).total === 1, LONG);
  await post(server, form, await opened(server, form), { name: "No Body", email: "nobody@example.com", message: "Why do you not answer?" });
  const [alert] = await mail.wait(1, 60_000);
  assert.equal(alert.to[0], "hello@pier.example");
  assert.match(alert.header("Reply-To"), /nobody@example\.com/);
  assert.equal((await get(server, "L/enquiries", "staff")).total, 1);
  assert.equal((await get(server, "L/contacts")).total, 1);
});
