// Mails wait; then the mail server and ours are killed in turns while they go out. Every one arrives, and of each kill at
// most one arrives twice: the one that the mail server had taken and our commit did not yet know of.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { emptyPlace, furnished, startServer } from "./server.mjs";
import { startMailServer } from "./smtp.mjs";

const AT_ONCE = 16;
const END_MS = 300_000;

async function inTurns(count, work) {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, async () => {
    while (next < count)
      await work(next++);
  }));
}

// `count` contacts with a waiting mail each; the subjects are their numbers.
export async function orderMails(server, count) {
  await inTurns(count, async (n) => {
    const person = await server.request("POST", "L/contacts", { as: "staff", json: { name: `Guest ${n}`, source: "manual", emails: [`guest${n}@example.com`] } });
    assert.equal(person.status, 201, person.text);
    const mail = await server.request("POST", `L/contacts/${person.body.id}/mails`, { as: "staff", json: { subject: `Mail ${n}`, text: "Hello {{customer.name}}" } });
    assert.equal(mail.status, 201, mail.text);
  });
}

// How often each arrived; the copies of one have the same Message-ID.
export function tally(mails) {
  const byId = new Map();
  for (const mail of mails) {
    const id = mail.header("Message-ID");
    const known = byId.get(id) ?? { subject: mail.header("Subject"), count: 0 };
    assert.equal(known.subject, mail.header("Subject"), id);
    known.count++;
    byId.set(id, known);
  }
  return { arrived: byId.size, doubled: [...byId.values()].filter(({ count }) => count > 1).length, most: Math.max(0, ...[...byId.values()].map(({ count }) => count)) };
}

async function allSent(server, mail, count) {
  const deadline = Date.now() + END_MS;
  for (;;) {
    const { body } = await server.request("GET", "L/mail?state=sent&limit=1");
    if (body.total === count)
      return;
    assert.ok(Date.now() < deadline, `${body.total} of ${count} are sent, ${(await mail.mails()).length} arrived`);
    await server.clock.move("+5m"); // leases and pauses end
    await sleep(300);
  }
}

// A kill of either in the middle of what is going on, then the same again on the same port and data.
async function killInTheMiddle(which, server, mail, restart) {
  const before = (await mail.mails()).length;
  for (let i = 0; i < 400 && (await mail.mails()).length < before + 3; i++)
    await sleep(10);
  await sleep(Math.random() * 30);
  if (which === "mail server") {
    await mail.kill();
    await sleep(100);
    await mail.start();
  } else {
    await server.kill();
    await restart();
  }
  await server.clock.move("+5m");
}

export async function mailKills({ engine, count, kills, say = () => {} }) {
  const template = await furnished(engine);
  const place = await emptyPlace(engine, { template });
  const mail = await startMailServer();
  const server = await startServer({ engine, place, args: mail.args });
  server.keys = template.keys;
  try {
    await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
    await mail.kill();
    await orderMails(server, count);
    say(`${count} mails wait`);
    await mail.start();
    await server.clock.move("+5m");
    for (let i = 0; i < kills * 2; i++) {
      await killInTheMiddle(i % 2 ? "server" : "mail server", server, mail, () => server.start(mail.args));
      say(`${i + 1} kills, ${(await mail.mails()).length} arrived`);
    }
    await allSent(server, mail, count);
    const result = tally(await mail.mails());
    assert.equal(result.arrived, count);
    assert.ok(result.doubled <= kills * 2, `${result.doubled} arrived twice after ${kills * 2} kills`);
    await server.stop();
    return result;
  } finally {
    await mail.stop();
    await server.kill().catch(() => undefined);
    await place.remove();
  }
}
