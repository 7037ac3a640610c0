// Mail servers that leave us in doubt, senders that are refused, clocks that are set back, and programs that are started anew.
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { regularsOk } from "../../lib/program.mjs";
import { engine, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

const LONG = { mostMs: 60_000 };

async function begin(t, more = []) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: [...mail.args, ...more] });
  t.after(() => server.kill());
  for (const where of ["L", "E"])
    await server.request("PATCH", `${where}/settings`, { as: where === "L" ? "manager" : "other-manager", json: { support_email: "hello@pier.example" } });
  return { mail, server };
}

async function write(server, to, where = "L") {
  const as = where === "L" ? "staff" : "other-staff";
  const person = await server.request("POST", `${where}/contacts`, { as, json: { name: to, source: "manual", emails: [`${to}@example.com`] } });
  assert.equal(person.status, 201, person.text);
  const made = await server.request("POST", `${where}/contacts/${person.body.id}/mails`, { as, json: { subject: `To ${to}`, text: "Hello" } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

const look = async (server, mail) => (await server.request("GET", `L/mail/${mail.id}`)).body;
const becomes = (server, mail, wanted) => until(`${wanted}`, async () => {
  const now = await look(server, mail);
  return wanted(now) && now;
}, LONG);

test("a mail that was heard whole, and about which nothing was said, is tried three times and no more", async (t) => {
  const { mail, server } = await begin(t);
  const sent = await write(server, "hangup");
  for (let times = 1; times <= 3; times++) {
    const now = await becomes(server, sent, (it) => it.attempts === times && it.state !== "sending");
    assert.match(now.error, new RegExp(`^The mail server heard the whole mail .*\\(${times} of 3 times\\); it may have arrived\\.`));
    assert.equal(now.state, times < 3 ? "waiting" : "failed");
    if (times < 3)
      assert.ok(Date.parse(now.next_try_at) - Date.parse(now.updated_at) >= 10 * 60_000, "and not at once");
    await server.clock.move("+11m");
  }
  const arrived = await mail.mails();
  assert.equal(arrived.length, 3);
  assert.equal(new Set(arrived.map((one) => one.header("Message-ID"))).size, 1, "mailboxes show one");
  // Others have gone on meanwhile, and so they do now.
  await write(server, "ana");
  await mail.wait(4);
});

test("a sender whom the server refuses keeps no other location's mail", async (t) => {
  const { mail, server } = await begin(t);
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { address: "refused@pier.example" } });
  const waiting = [];
  for (let i = 0; i < 5; i++)
    waiting.push(await write(server, `guest${i}`));
  const first = await becomes(server, waiting[0], (it) => it.error);
  assert.deepEqual([first.state, first.error], ["waiting", "550 5.7.1 Not from this sender"]);
  await write(server, "tom", "E");
  const [arrived] = await mail.wait(1);
  assert.deepEqual(arrived.to, ["tom@example.com"]);
  const { body } = await server.request("GET", "L/mail-state", { as: "staff" });
  assert.equal(body.waiting, 5);
  // Corrected, all of them go at once.
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { address: "crew@pier.example" } });
  assert.equal((await mail.wait(6)).length, 6);
});

test("a clock that was far ahead, and another mail server at the next start, keep no mail waiting", async (t) => {
  const { mail, server } = await begin(t);
  await mail.kill();
  await server.clock.move("+40d");
  const sent = await write(server, "ana");
  await becomes(server, sent, (it) => it.attempts > 0 && it.state === "waiting");
  await mail.start();
  await server.clock.move("-40d");
  assert.deepEqual((await mail.wait(1, 60_000))[0].to, ["ana@example.com"]);
  await becomes(server, sent, (it) => it.state === "sent");

  // Put off again and again, it would wait for hours more; a new start tries at once.
  await mail.kill();
  const later = await write(server, "mia");
  for (let times = 1; times <= 3; times++) {
    await becomes(server, later, (it) => it.attempts >= times && it.state === "waiting");
    await server.clock.move("+6m");
  }
  await server.kill();
  const other = await startMailServer();
  t.after(() => other.stop());
  await server.start(other.args);
  assert.deepEqual((await other.wait(1))[0].to, ["mia@example.com"]);
});

test("a server that is told not to send leaves everything in the outbox", async (t) => {
  const { mail, server } = await begin(t, ["--mail", "no"]);
  const sent = await write(server, "ana");
  await sleep(1500);
  const waits = await look(server, sent);
  assert.deepEqual([waits.state, waits.attempts], ["waiting", 0]);
  assert.deepEqual(await mail.mails(), []);
  await server.kill();
  if (engine === "sqlite") { // a copy brings the mail back that waited in it, and says so
    const copy = path.join(server.place.home, "copy.db");
    await regularsOk(["backup", copy, ...server.place.args]);
    const restored = await regularsOk(["restore", copy, "--force", ...server.place.args]);
    assert.match(restored.stdout, /^Waiting mails: 1\. .*--mail no/m);
  }
  await server.start(mail.args);
  await mail.wait(1);
});
