// The link in every mail with a purpose: one click, without signing in, holds before the next mail.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

const https = "https://crm.pier.example";

async function begin(t) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: [...mail.args, "--public-url", https] });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { name: "The Pier", address: "crew@pier.example", footer: "The Pier, Harbour 1\nhttps://pier.example" } });
  const made = await server.request("POST", "L/contacts", { as: "staff",
    json: { name: "Ana", source: "subscribe-form", emails: ["ana@example.com", "ana@work.example"], phones: ["+34600111222"], contact_consent: true, obtain_method: "opt-in-checkbox" } });
  assert.equal(made.status, 201, made.text);
  return { mail, server, ana: made.body };
}

function offer(server, person, json = {}) {
  return server.request("POST", `L/contacts/${person.id}/mails`, { as: "staff",
    json: { subject: "An offer", text: "Kayaks at half the price", purpose: "marketing", ...json } });
}

async function linkIn(mail, count = 1) {
  const arrived = (await mail.wait(count)).at(-1);
  const [, url] = /^<(https:\/\/crm\.pier\.example\/u\/[\w-]+)>$/.exec(arrived.header("List-Unsubscribe"));
  assert.equal(arrived.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  assert.ok(arrived.text.includes(`No more of these mails: ${url}`));
  assert.ok(arrived.html.includes(`<a href="${url}">`));
  return { url, path: new URL(url).pathname, arrived };
}

const page = (server, method, path, options) => server.request(method, path, { as: "nobody", ...options });
const form = (server, path, body, headers = {}) => page(server, "POST", path,
  { body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
const states = async (server, person) => Object.fromEntries((await server.request("GET", `L/contacts/${person.id}/consents`)).body.states
  .map((state) => [`${state.channel}-${state.purpose}`, state.given ? "given" : state.withdrawn ? "withdrawn" : "none"]));

test("one click of a mail program ends it, for all addresses and for what waits", async (t) => {
  const { mail, server, ana } = await begin(t);
  const sent = await offer(server, ana);
  assert.equal(sent.status, 201, sent.text);
  const { path, arrived } = await linkIn(mail);
  assert.equal(arrived.header("From"), "The Pier <crew@pier.example>");
  assert.equal(arrived.header("Reply-To"), "hello@pier.example");
  assert.ok(arrived.text.includes("\nThe Pier, Harbour 1\n"));

  await mail.kill();
  const waiting = await offer(server, ana, { to: "ana@work.example" });
  assert.equal(waiting.status, 201);

  const shown = await page(server, "GET", path);
  assert.equal(shown.status, 200);
  assert.match(shown.headers["content-type"], /text\/html/);
  assert.match(shown.text, /Unsubscribe/);
  assert.ok(!shown.text.includes("ana@"), "a mail may have been handed on");
  assert.equal((await states(server, ana))["email-marketing"], "given", "GET changes nothing");

  const done = await form(server, path, "List-Unsubscribe=One-Click", { origin: "https://mail.example" });
  assert.equal(done.status, 200, done.text);
  for (const [name, state] of Object.entries(await states(server, ana)))
    assert.equal(state, "withdrawn", name);
  const again = await form(server, path, "List-Unsubscribe=One-Click");
  assert.equal(again.status, 200);
  const events = (await server.request("GET", `L/contacts/${ana.id}/consents`)).body.items.filter((one) => !one.given);
  assert.deepEqual(events.map((one) => [one.channel, one.purpose, one.obtain_method, one.demonstrable]).sort(),
    [["any", "marketing", "unsubscribe", true], ["any", "surveys", "unsubscribe", true]]);

  await mail.start();
  await server.clock.move("+5m");
  for (let i = 0; i < 600; i++) {
    const { body } = await server.request("GET", `L/mail/${waiting.body.id}`);
    if (body.state === "withheld") {
      assert.match(body.error, /agree/);
      break;
    }
    assert.ok(i < 599, body.state);
    await sleep(50);
  }
  assert.equal((await mail.mails()).length, 1);
  assert.equal((await offer(server, ana)).status, 409);
  const yes = await server.request("POST", "L/consents", { json: { contact_id: ana.id, channel: "email", purpose: "marketing", given: true, obtain_method: "phone" } });
  assert.equal(yes.status, 409, "only their own double opt-in says yes again");
  const answer = await server.request("POST", `L/contacts/${ana.id}/mails`, { as: "staff", json: { subject: "Your question", text: "Yes" } });
  assert.equal(answer.status, 201, "an answer is no marketing");
});

test("the button on the page, and only what is ticked", async (t) => {
  const { mail, server, ana } = await begin(t);
  await server.request("POST", "L/consents", { json: { contact_id: ana.id, channel: "email", purpose: "surveys", given: true, obtain_method: "opt-in-checkbox" } });
  await offer(server, ana);
  const { path } = await linkIn(mail);
  const shown = await page(server, "GET", path);
  assert.match(shown.text, /News and offers by e-mail/);
  assert.match(shown.text, /Questions after a visit by e-mail/);
  const chosen = await form(server, path, "choose=1&email-surveys=1&phone-marketing=1&save=1");
  assert.equal(chosen.status, 200, chosen.text);
  const now = await states(server, ana);
  assert.equal(now["email-marketing"], "withdrawn");
  assert.equal(now["sms-marketing"], "withdrawn");
  assert.equal(now["phone-marketing"], "given");
  assert.equal(now["email-surveys"], "given");
  const stopped = await form(server, path, "stop=1");
  assert.match(stopped.text, /You are unsubscribed/);
  assert.equal((await states(server, ana))["phone-marketing"], "withdrawn");
});

test("multipart, as RFC 8058 also allows; forged links; other bodies", async (t) => {
  const { mail, server, ana } = await begin(t);
  await offer(server, ana);
  const { path } = await linkIn(mail);
  const forged = path.slice(0, -1) + (path.endsWith("A") ? "B" : "A");
  for (const target of [forged, "/u/x", `${path}x`]) {
    assert.equal((await page(server, "GET", target)).status, 404, target);
    assert.equal((await form(server, target, "List-Unsubscribe=One-Click")).status, 404, target);
  }
  const other = await page(server, "POST", path, { json: {} });
  assert.equal(other.status, 415);
  assert.equal((await states(server, ana))["email-marketing"], "given");
  const done = await page(server, "POST", path, {
    body: "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n",
    headers: { "content-type": "multipart/form-data; boundary=b" },
  });
  assert.equal(done.status, 200, done.text);
  assert.equal((await states(server, ana))["email-marketing"], "withdrawn");
});

test("who was deleted meanwhile says no too, and is not written to when taken back", async (t) => {
  const { mail, server, ana } = await begin(t);
  await offer(server, ana);
  const { path } = await linkIn(mail);
  assert.equal((await server.request("DELETE", `L/contacts/${ana.id}`, { as: "staff" })).status, 204);
  assert.equal((await page(server, "GET", path)).status, 200);
  assert.equal((await form(server, path, "stop=1")).status, 200);
  const back = await server.request("DELETE", `L/contacts/${ana.id}/deletion`, { as: "manager" });
  assert.equal(back.status, 200, back.text);
  assert.equal((await offer(server, ana)).status, 409);
});

test("a relay address gets service mail only, a default consent no program's mail", async (t) => {
  const { mail, server } = await begin(t);
  const made = await server.request("POST", "L/contacts", { as: "staff", json: { name: "Guest", source: "manual", emails: ["x1@guest.booking.com"], contact_consent: true } });
  if (made.status === 201) {
    assert.equal((await offer(server, made.body)).status, 409);
    assert.equal((await server.request("POST", `L/contacts/${made.body.id}/mails`, { as: "staff", json: { subject: "Your trip", text: "At nine" } })).status, 201);
    assert.equal((await mail.wait(1))[0].to[0], "x1@guest.booking.com");
  }
});
