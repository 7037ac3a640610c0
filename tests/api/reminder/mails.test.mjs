// Reminders by mail: when a follow-up is due, and in the morning.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

async function started(t, { mail = true } = {}) {
  const post = mail && await startMailServer();
  const server = await startServer({ args: post ? post.args : [] });
  t.after(() => server.kill());
  t.after(() => post && post.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  await server.clock.move("2026-05-04T03:00:00Z"); // five in the morning in Madrid
  const answer = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email: owner.email, password: owner.password } });
  const cookie = answer.setCookies[0].split(";")[0];
  server.me = (method, target, json) => server.request(method, target,
    { as: "nobody", json, headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/json" } });
  server.mails = async (kind) => (await server.request("GET", `L/mail?kind=${kind}`, { as: "manager" })).body.items;
  return server;
}

test("whoever is in charge gets a mail when it is due, unless they do not want it", async (t) => {
  const server = await started(t);
  assert.deepEqual((await server.me("GET", "/api/v1/me/reminders")).body, { due_mail: true, digest: false, calendar_made_at: null });
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["a@example.com"] } })).body;
  const due = (due_at) => server.me("POST", "L/follow-ups", { customer_id: ana.id, due_at, note: "Call about the price" });
  const { body: first } = await due("2026-05-04T10:00");
  await server.request("POST", "L/follow-ups", { as: "staff", json: { customer_id: ana.id, due_at: "2026-05-04T10:00" } }); // nobody's
  await server.clock.move("2026-05-04T08:00:30Z");
  const [mail] = await until("the mail", async () => { const all = await server.mails("follow-up-due"); return all.length && all; });
  assert.deepEqual([mail.to, mail.subject, mail.purpose], [owner.email, "Due: Ana Ruiz", null]);
  assert.equal((await server.mails("follow-up-due")).length, 1);

  // Put off, it reminds again.
  await server.me("POST", `L/follow-ups/${first.id}/snooze`, { minutes: 30 });
  await server.clock.move("+31m");
  await until("the second mail", async () => (await server.mails("follow-up-due")).length === 2);

  const off = await server.me("PATCH", "/api/v1/me/reminders", { due_mail: false });
  assert.equal(off.body.due_mail, false);
  const { body: quiet } = await due("2026-05-04T12:00");
  await server.clock.move("2026-05-04T10:00:30Z");
  await until("the announcement", async () => (await server.me("GET", `L/follow-ups/${quiet.id}`)).body.announced_at);
  assert.equal((await server.mails("follow-up-due")).length, 2);
  assert.equal((await server.me("PATCH", "/api/v1/me/reminders", { due_mail: "x", y: 1 })).status, 422);
  await server.stop();
});

test("where no mail can go nothing waits, and nobody is alarmed", async (t) => {
  const server = await started(t, { mail: false });
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["a@example.com"] } })).body;
  const { body: due } = await server.me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-05-04T10:00" });
  await server.clock.move("2026-05-04T08:00:30Z");
  await until("the announcement", async () => (await server.me("GET", `L/follow-ups/${due.id}`)).body.announced_at);
  assert.equal((await server.mails("follow-up-due")).length, 0);
  await server.stop();
});

test("a digest comes at seven of the location's morning, once, when the day brings something", async (t) => {
  const server = await started(t);
  await server.me("PATCH", "/api/v1/me/reminders", { digest: true });
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["a@example.com"] } })).body;
  await server.me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-05-04T18:00" });
  await server.request("PUT", "L/bookings/external/engine/1", { as: "manager", json: { starts_at: "2026-05-04T10:00", status: "confirmed", party_size: 4,
    booker: { name: "Ana Ruiz", email: "a@example.com" } } });
  await sleep(1500);
  assert.equal((await server.mails("digest")).length, 0);
  await server.clock.move("2026-05-04T05:01:30Z");
  const [mail] = await until("the digest", async () => { const all = await server.mails("digest"); return all.length && all; });
  assert.deepEqual([mail.to, mail.subject], [owner.email, "Pier today: 1 to do, 1 booking"]);
  await server.clock.move("+2h");
  await sleep(1500);
  assert.equal((await server.mails("digest")).length, 1);
  // The next day it is overdue; the day after the server was asleep until the afternoon.
  await server.clock.move("2026-05-05T05:02:00Z");
  await until("the next digest", async () => (await server.mails("digest")).length === 2);
  await server.clock.move("2026-05-06T12:00:00Z");
  await sleep(1500);
  assert.equal((await server.mails("digest")).length, 2);
  await server.stop();
});
