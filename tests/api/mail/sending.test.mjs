// Mail goes out over a real SMTP server on loopback: what arrives, in which state, over TLS and with a login.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";
import { until } from "../../lib/until.mjs";

async function begin(t, options = {}, env = {}) {
  const mail = await startMailServer(options);
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args, env: { ...mail.env, ...env } });
  t.after(() => server.stop());
  const patched = await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  assert.equal(patched.status, 200, patched.text);
  return { mail, server };
}

async function contact(server, json) {
  const made = await server.request("POST", "L/contacts", { as: "staff", json: { source: "manual", ...json } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function write(server, person, json) {
  const made = await server.request("POST", `L/contacts/${person.id}/mails`, { as: "staff", json });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function state(server, mail, wanted, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { body } = await server.request("GET", `L/mail/${mail.id}`, { as: "staff" });
    if (body.state === wanted)
      return body;
    assert.ok(Date.now() < deadline, `the mail is ${body.state} (${body.error}), not ${wanted}`);
    await sleep(50);
  }
}

test("a mail to a person arrives as written, and stands on their page", async (t) => {
  const { mail, server } = await begin(t);
  const ana = await contact(server, { name: "Ána \"Ruiz\" Łopez", emails: ["ana@example.com"] });
  const sent = await write(server, ana, {
    subject: "Würden Sie, {{customer.first_name}}, nochmal kommen? Ein sehr langer Betreff, der gefaltet werden muss: 漢字",
    text: "Dear {{customer.called|friend}},\n\n.a dot, \"quotes\" & <tags>\nsee https://pier.example/a?b=c&d=e.\nFrom here on\n\n漢字 " + "x".repeat(200),
  });
  assert.equal(sent.state, "waiting");
  const [arrived] = await mail.wait(1);
  assert.deepEqual(arrived.defects, []);
  assert.deepEqual(arrived.to, ["ana@example.com"]);
  assert.equal(arrived.from, "hello@pier.example");
  assert.equal(arrived.header("From"), "Pier <hello@pier.example>");
  assert.match(arrived.header("To"), /Ána .*Łopez.* <ana@example.com>/);
  assert.equal(arrived.header("Subject"), "Würden Sie, Ána, nochmal kommen? Ein sehr langer Betreff, der gefaltet werden muss: 漢字");
  assert.equal(arrived.header("Message-ID"), `<${sent.id}@pier.example>`);
  assert.equal(arrived.header("List-Unsubscribe"), undefined, "it is an answer");
  assert.equal(arrived.header("Auto-Submitted"), undefined, "a person wrote it");
  assert.match(arrived.header("Date"), /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
  assert.match(arrived.text, /^Dear friend,\n\n\.a dot, "quotes" & <tags>\nsee https:\/\/pier\.example\/a\?b=c&d=e\.\nFrom here on\n\n漢字 x{200}$/);
  assert.match(arrived.html, /&lt;tags&gt;<br>\nsee <a href="https:\/\/pier\.example\/a\?b=c&amp;d=e">/);
  for (const line of arrived.raw.split("\r\n"))
    assert.ok(line.length <= 78, `a line of ${line.length}: ${line}`);
  const done = await state(server, sent, "sent");
  assert.equal(done.attempts, 1);
  assert.ok(done.sent_at);
  const log = await server.request("GET", `L/contacts/${ana.id}/communications`, { as: "staff" });
  assert.equal(log.body.items.length, 1);
  assert.equal(log.body.items[0].status, "sent");
  assert.equal(log.body.items[0].via, "email");
  assert.match(log.body.items[0].body, /^Dear friend/);
});

test("no field of a person can begin a header", async (t) => {
  const { mail, server } = await begin(t);
  const ana = await contact(server, { name: "Ana\r\nBcc: all@example.com", emails: ["ana@example.com"] });
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { name: "Pier\r\nX-Evil: 1" } });
  await write(server, ana, { subject: "Hi {{customer.name}}\r\nX-Evil: 2", text: "Hello\r\n.\r\nMAIL FROM:<x@y.example>" });
  const [arrived] = await mail.wait(1);
  assert.deepEqual(arrived.headers.map(([name]) => name), ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"]);
  assert.equal(arrived.header("Subject"), "Hi Ana Bcc: all@example.com X-Evil: 2");
  assert.match(arrived.text, /^Hello\n\.\nMAIL FROM/);
});

for (const security of ["starttls", "tls"]) {
  test(`over ${security}, with a login`, async (t) => {
    const { mail, server } = await begin(t, { security, user: "pier", password: "sécret" });
    const ana = await contact(server, { name: "Ana", emails: ["ana@example.com"] });
    await write(server, ana, { subject: "Hi", text: "Hello" });
    const tried = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@pier.example" } });
    assert.equal(tried.body.sent, true, tried.text);
    const [arrived] = await mail.wait(2);
    assert.equal(arrived.tls, true);
    assert.equal(arrived.login, "pier");
    assert.ok(!server.stderr.includes("sécret"));
  });
}

test("a certificate that nobody vouches for is refused, and the mail waits", async (t) => {
  const mail = await startMailServer({ security: "starttls" });
  t.after(() => mail.stop());
  const server = await startServer({ args: ["--mail-host", "127.0.0.1", "--mail-port", String(mail.port)] });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  const ana = await contact(server, { name: "Ana", emails: ["ana@example.com"] });
  const sent = await write(server, ana, { subject: "Hi", text: "Hello" });
  for (let i = 0; i < 200; i++) {
    const { body } = await server.request("GET", `L/mail/${sent.id}`);
    if (body.error) {
      assert.match(body.error, /certificate/);
      assert.equal(body.state, "waiting");
      break;
    }
    await sleep(50);
  }
  const tried = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@pier.example" } });
  assert.equal(tried.body.sent, false);
  assert.match(tried.body.answer, /certificate/);
  assert.deepEqual(await mail.mails(), []);
});

test("a wrong password is the server's fault or ours, not the mail's", async (t) => {
  const mail = await startMailServer({ security: "starttls", user: "pier", password: "right" });
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args, env: { REGULARS_MAIL_PASSWORD: "wrong" } });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  const tried = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@pier.example" } });
  assert.equal(tried.body.sent, false);
  assert.match(tried.body.answer, /^The server refused the login: 535 /);
});

test("not now is tried again later and later, never is final, and both are said", async (t) => {
  const { mail, server } = await begin(t);
  const later = await write(server, await contact(server, { name: "Late", emails: ["later@example.com"] }), { subject: "Hi", text: "Hello" });
  const nobody = await write(server, await contact(server, { name: "No Body", emails: ["nobody@example.com"] }), { subject: "Hi", text: "Hello" });
  const picky = await write(server, await contact(server, { name: "Picky", emails: ["picky@example.com"] }), { subject: "Hi", text: "Hello" });
  const ana = await contact(server, { name: "Ana", emails: ["ana@example.com"] });
  await write(server, ana, { subject: "Hi", text: "Hello" });
  await mail.wait(1);
  assert.equal((await state(server, nobody, "failed")).error, "550 5.1.1 Nobody of that name here");
  assert.equal((await state(server, picky, "failed")).error, "554 5.7.1 This message is not wanted");
  let seen;
  for (let attempts = 1; attempts <= 3; attempts++) {
    for (let i = 0; i < 400; i++) {
      seen = (await server.request("GET", `L/mail/${later.id}`)).body;
      if (seen.attempts === attempts && seen.state === "waiting")
        break;
      await sleep(50);
    }
    assert.equal(seen.error, "451 4.3.0 Come back later");
    const pauseMin = (Date.parse(seen.next_try_at) - server.clock.now()) / 60_000;
    assert.ok(pauseMin <= [1, 2, 5][attempts - 1] && pauseMin > [1, 2, 5][attempts - 1] - 0.6, `${attempts}: ${pauseMin}`);
    await server.clock.move("+6m");
  }
  assert.equal((await server.request("GET", "L/mail-state")).body.late, true, "18 minutes");
  await server.clock.move("+4d");
  assert.equal((await state(server, later, "failed")).error, "451 4.3.0 Come back later");
  assert.equal((await server.request("GET", "L/mail-state")).body.late, false);
  const failed = await server.request("GET", "L/mail?list=failed&sort=created_at");
  assert.deepEqual(failed.body.items.map((item) => item.id), [later.id, nobody.id, picky.id]);

  // an address that the server does not know is marked
  const refused = await server.request("POST", `L/contacts/${failed.body.items[1].communication_id ? (await server.request("GET", `L/communications/${nobody.communication_id}`)).body.contact_id : ""}/mails`,
    { as: "staff", json: { subject: "Hi", text: "Again" } });
  assert.equal(refused.status, 409);
  assert.match(refused.body.detail, /came back/);
});

test("a server that is down keeps nothing from arriving once it is back", async (t) => {
  const { mail, server } = await begin(t);
  await mail.kill();
  const people = [];
  for (let i = 0; i < 5; i++)
    people.push(await contact(server, { name: `Guest ${i}`, emails: [`guest${i}@example.com`] }));
  const sent = [];
  for (const person of people)
    sent.push(await write(server, person, { subject: "Hi {{customer.name}}", text: "Hello" }));
  await sleep(1500);
  assert.equal((await server.request("GET", "L/mail-state")).body.waiting, 5);
  await server.clock.move("+16m");
  assert.equal((await server.request("GET", "L/mail-state")).body.late, true);
  await mail.start();
  await server.clock.move("+3m");
  const arrived = await mail.wait(5);
  assert.deepEqual(arrived.map((one) => one.header("Subject")).sort(), people.map((_, i) => `Hi Guest ${i}`));
  for (const one of sent)
    await state(server, one, "sent");
});

test("what waits can be canceled, what failed tried again", async (t) => {
  const { mail, server } = await begin(t);
  await mail.kill();
  const ana = await contact(server, { name: "Ana", emails: ["ana@example.com"] });
  const sent = await write(server, ana, { subject: "Hi", text: "Hello" });
  await state(server, sent, "waiting");
  const viewer = await server.request("POST", `L/mail/${sent.id}/cancel`, { as: "viewer" });
  assert.equal(viewer.status, 403);
  for (let i = 0; i < 100; i++) {
    const canceled = await server.request("POST", `L/mail/${sent.id}/cancel`, { as: "staff" });
    if (canceled.status === 200)
      break;
    assert.equal(canceled.status, 409, canceled.text);
    await sleep(50);
  }
  await state(server, sent, "canceled");
  const again = await server.request("POST", `L/mail/${sent.id}/retry`, { as: "staff" });
  assert.equal(again.status, 409);
  await mail.start();
  const other = await write(server, ana, { subject: "Second", text: "Hello" });
  await server.request("POST", `L/mail/${other.id}/retry`, { as: "staff" });
  await server.clock.move("+2m");
  const arrived = await mail.wait(1);
  assert.deepEqual(arrived.map((one) => one.header("Subject")), ["Second"]);
});

test("stopping waits for no slow mail server", async (t) => {
  const { mail, server } = await begin(t);
  const slow = await contact(server, { name: "Slow", emails: ["slow@example.com"] });
  const sent = await write(server, slow, { subject: "Hi", text: "Hello" });
  await state(server, sent, "sending");
  await until("the mail server takes it", () => mail.taking()); // what has not begun waits for the next start
  const before = Date.now();
  await server.stop();
  assert.ok(Date.now() - before < 15_000);
  assert.equal((await mail.wait(1)).length, 1);
});
