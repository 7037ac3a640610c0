// Reminders by mail: when a follow-up is due, and in the morning.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

async function started(t, { mail = true } = {}) {
  const post = mail && await startMailServer();
  const server = await startServer({ args: post ? [...post.args, "--public-url", "https://crm.pier.example"] : [] });
  t.after(() => server.kill());
  t.after(() => post && post.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  await server.clock.move("2026-05-04T03:00:00Z"); // five in the morning in Madrid
  const answer = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email: owner.email, password: owner.password } });
  const cookie = answer.setCookies[0].split(";")[0];
  server.me = (method, target, json) => server.request(method, target,
    { as: "nobody", json, headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/json", "if-match": "*" } });
  server.post = post;
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

// ---- ending them from the mail itself

const form = (server, path, body, headers = {}) => server.request("POST", path,
  { as: "nobody", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
const mine = async (server) => (await server.me("GET", "/api/v1/me/reminders")).body;

async function dueMail(server, due_at, count) {
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: [`${count}@example.com`] } })).body;
  await server.me("POST", "L/follow-ups", { customer_id: ana.id, due_at });
  await server.clock.move(`${new Date(Date.parse(`${due_at}:00+02:00`) + 30000).toISOString().slice(0, 19)}Z`);
  return until("the mail", async () => { const all = await server.mails("follow-up-due"); return all.length >= count && all[0]; });
}

function linkIn(arrived) {
  const [, url] = /^<(https:\/\/crm\.pier\.example\/r\/[\w-]+)>$/.exec(arrived.header("List-Unsubscribe"));
  assert.equal(arrived.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
  assert.ok(arrived.text.includes(`No more of these mails: ${url}`));
  return new URL(url).pathname;
}

test("one click ends the mails when something is due, for one that waits too, and for nothing else", async (t) => {
  const server = await started(t);
  await server.me("PATCH", "/api/v1/me/reminders", { digest: true });
  await dueMail(server, "2026-05-04T06:00", 1);
  const path = linkIn((await server.post.wait(1)).at(-1));

  const shown = await server.request("GET", path, { as: "nobody" });
  assert.match(shown.text, /No more mail when a follow-up is due\?/);
  assert.ok(!shown.text.includes(owner.email) && !shown.text.includes(owner.name), "a mail may have been handed on");
  assert.equal((await mine(server)).due_mail, true, "GET changes nothing");
  assert.equal((await server.request("POST", path, { as: "nobody", json: {} })).status, 415);

  // One waits for a mail server that is away, while a mail program presses the button.
  await server.post.kill();
  const waiting = await dueMail(server, "2026-05-04T06:10", 2);
  const done = await form(server, path, "List-Unsubscribe=One-Click", { origin: "https://mail.example" });
  assert.equal(done.status, 200, done.text);
  assert.match(done.text, /No more mail will come when a follow-up of yours is due/);
  assert.match(done.text, /My reminders/, "how to have them again");
  assert.deepEqual({ ...await mine(server), calendar_made_at: null }, { due_mail: false, digest: true, calendar_made_at: null });
  await server.post.start();
  await server.clock.move("+5m");
  const kept = await until("it is withheld", async () => { const { body } = await server.request("GET", `L/mail/${waiting.id}`, { as: "manager" }); return body.state === "withheld" && body; });
  assert.match(kept.error, /switched off/);
  assert.equal((await server.post.mails()).length, 1);

  assert.equal((await form(server, path, "stop=1")).status, 200, "twice is harmless");
  assert.match((await server.request("GET", path, { as: "nobody" })).text, /These mails are off/);
  assert.match((await form(server, path, "again=1")).text, /comes again/);
  assert.equal((await mine(server)).due_mail, true);
  const many = await server.request("POST", path, { as: "nobody", headers: { "content-type": "multipart/form-data; boundary=b" },
    body: "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n" });
  assert.equal(many.status, 200, many.text);
  assert.equal((await mine(server)).due_mail, false);
  const said = (await server.request("GET", "L/audit?action=user.reminders_off")).body.items;
  assert.equal(said.length, 2);
  await server.stop();
});

test("the digest ends likewise; a link that we did not make, or of another purpose, does nothing", async (t) => {
  const server = await started(t);
  await server.me("PATCH", "/api/v1/me/reminders", { digest: true });
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["a@example.com"] } })).body;
  await server.me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-05-04T18:00" });
  await server.clock.move("2026-05-04T05:01:30Z");
  const path = linkIn((await server.post.wait(1)).at(-1));
  for (const target of [path.slice(0, -1) + (path.endsWith("A") ? "B" : "A"), "/r/x", `${path}x`, path.replace("/r/", "/u/")]) {
    assert.equal((await server.request("GET", target, { as: "nobody" })).status, 404, target);
    assert.equal((await form(server, target, "List-Unsubscribe=One-Click")).status, 404, target);
  }
  assert.equal((await mine(server)).digest, true);
  assert.match((await form(server, path, "stop=1")).text, /No more mail will come in the morning/);
  assert.deepEqual({ ...await mine(server), calendar_made_at: null }, { due_mail: true, digest: false, calendar_made_at: null });
  await server.clock.move("2026-05-05T05:02:00Z");
  await sleep(1500);
  assert.equal((await server.mails("digest")).length, 1);
  await server.stop();
});

test("whoever has left the team gets no mail that waits, and their link says so", async (t) => {
  const server = await started(t);
  const here = (await server.request("GET", "L/settings", { as: "manager" })).body;
  const made = await server.me("POST", "/api/v1/users", { name: "Tom", email: "tom@pier.example", password: "a long password", roles: [{ location_id: here.id, role: "staff" }] });
  assert.equal(made.status, 201, made.text);
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Ruiz", emails: ["a@example.com"] } })).body;
  const plan = (due_at) => server.me("POST", "L/follow-ups", { customer_id: ana.id, assignee_id: made.body.id, due_at });
  await plan("2026-05-04T06:00");
  await server.clock.move("2026-05-04T04:00:30Z");
  const path = linkIn((await server.post.wait(1)).at(-1));
  await server.post.kill();
  await plan("2026-05-04T06:10");
  await server.clock.move("2026-05-04T04:10:30Z");
  await until("it waits", async () => (await server.mails("follow-up-due")).length === 2);
  assert.equal((await server.me("DELETE", `/api/v1/users/${made.body.id}`)).status, 204);
  await server.post.start();
  await server.clock.move("+5m");
  await until("it is withheld", async () => (await server.mails("follow-up-due"))[0].state === "withheld");
  assert.match((await server.request("GET", path, { as: "nobody" })).text, /does not work here any more/);
  assert.equal((await form(server, path, "stop=1")).status, 200);
  await server.stop();
});
