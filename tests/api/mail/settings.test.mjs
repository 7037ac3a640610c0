// The mail settings: server, sender, test, templates, what came back, what DNS says.
import assert from "node:assert/strict";
import test from "node:test";
import { startNameServer } from "../../lib/dns.mjs";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

test("the server is set in the dashboard, its password never shown, a test says what it answers", async (t) => {
  const mail = await startMailServer({ security: "starttls", user: "pier", password: "a secret of ours" });
  t.after(() => mail.stop());
  const server = await startServer({ args: ["--mail-ca", mail.tls.cert] });
  t.after(() => server.stop());
  const nothing = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@example.com" } });
  assert.equal(nothing.status, 409);
  assert.match(nothing.body.detail, /which mail server/);
  const signedIn = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email: owner.email, password: owner.password } });
  const cookie = { cookie: signedIn.setCookies[0].split(";")[0], origin: server.origin };
  let etag = "\"0.0\"";
  const set = async (json, as = "nobody") => {
    const answer = await server.request("PATCH", "/api/v1/mail-server", { as, json, headers: as === "nobody" ? { ...cookie, "if-match": etag } : {} });
    etag = answer.headers.etag ?? etag;
    return answer;
  };
  assert.equal((await set({ host: "127.0.0.1" }, "manager")).status, 403);
  assert.equal((await set({ host: "http://x" })).status, 422);
  assert.equal((await set({ host: "mail.example.com", security: "none" })).status, 422, "in the clear to this machine only");
  const made = await set({ host: "127.0.0.1", port: mail.port, security: "starttls", username: "pier", password: "a secret of ours" });
  assert.equal(made.status, 200, made.text);
  assert.equal(made.body.password_set, true);
  assert.ok(!made.text.includes("secret of ours"));
  assert.ok(!(await server.request("GET", "/api/v1/mail-server", { as: "nobody", headers: cookie })).text.includes("secret of ours"));
  const noSender = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@example.com" } });
  assert.match(noSender.body.detail, /from which address/);
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { address: "crew@pier.example" } });
  const sent = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@example.com" } });
  assert.deepEqual([sent.status, sent.body.sent, sent.body.code], [200, true, 250], sent.text);
  const [arrived] = await mail.wait(1);
  assert.equal(arrived.header("Subject"), "A test from Pier");
  assert.equal(arrived.login, "pier");
  const moved = await set({ host: "localhost" });
  assert.equal(moved.body.password_set, false, "a password goes to no other server");
  const refused = await server.request("POST", "L/mail-test", { as: "manager", json: { to: "me@example.com" } });
  assert.equal(refused.body.sent, false);
  assert.ok(!server.stderr.includes("secret of ours"));
  const audit = await server.request("GET", "/api/v1/locations/pier/audit");
  assert.ok(!audit.text.includes("secret of ours"));
});

test("templates: an unknown variable is refused, a preview has the person's own values", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const post = (target, json, as = "manager") => server.request("POST", target, { as, json });
  const template = { name: "Thank you", subject: "Thank you, {{customer.name}}", text: "Dear {{customer.called | friend}},\nsee you in {{ customer.city }}" };
  assert.equal((await post("L/mail-templates", template, "staff")).status, 403);
  const made = await post("L/mail-templates", template);
  assert.equal(made.status, 201, made.text);
  const wrong = await post("L/mail-templates", { name: "Wrong", subject: "{{customer.nmae}}", text: "a {{customer.name" });
  assert.deepEqual(wrong.body.errors.map((one) => [one.field, one.code]), [["subject", "unknown"], ["text", "invalid"]]);
  assert.equal((await post("L/mail-templates", { ...template, name: " thank YOU " })).status, 409);
  assert.equal((await server.request("GET", "L/mail-templates", { as: "staff" })).body.items[0].name, "Thank you");

  const person = await post("L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"], source: "dashboard" });
  const preview = await post(`L/customers/${person.body.id}/mail-preview`, { subject: template.subject, text: template.text }, "staff");
  assert.equal(preview.status, 200, preview.text);
  assert.equal(preview.body.subject, "Thank you, Ana Ruiz");
  assert.equal(preview.body.text, "Dear friend,\nsee you in ");
  assert.deepEqual(preview.body.missing, ["customer.city"]);
  assert.equal(preview.body.marketing_allowed, false);
  const unsent = await post(`L/customers/${person.body.id}/mails`, { subject: template.subject, text: template.text }, "staff");
  assert.equal(unsent.status, 422, "nothing goes out with a hole in it");
  const foreign = await post(`L/customers/${person.body.id}/mails`, { subject: "Hi", text: "Hi", to: "other@example.com" }, "staff");
  assert.equal(foreign.body.errors[0].field, "to");
  const unknown = await post(`L/customers/${person.body.id}/mails`, { subject: "Hi", text: "{{user.password}}" }, "staff");
  assert.equal(unknown.body.errors[0].code, "unknown");
  const injected = await post("L/customers", { name: "{{location.name}}", emails: ["b@example.com"], source: "dashboard" });
  const plain = await post(`L/customers/${injected.body.id}/mail-preview`, { subject: "{{customer.name}}", text: "<b>" }, "staff");
  assert.equal(plain.body.subject, "{{location.name}}", "values are no templates");
  assert.equal(plain.body.html, "<p>&lt;b&gt;</p>\n");
  const etag = made.headers.etag;
  const changed = await server.request("PATCH", `L/mail-templates/${made.body.id}`, { as: "manager", json: { subject: "Bye {{person.name}}" }, headers: { "if-match": etag } });
  assert.equal(changed.status, 200, changed.text);
  const stale = await server.request("PATCH", `L/mail-templates/${made.body.id}`, { as: "manager", json: { subject: "Bye" }, headers: { "if-match": etag } });
  assert.equal(stale.status, 412);
  assert.equal((await server.request("DELETE", `L/mail-templates/${made.body.id}`, { as: "manager" })).status, 204);
});

const notice = (id, status = "5.1.1", action = "failed") => `From: MAILER-DAEMON@mail.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; forwarded@elsewhere.example
Action: ${action}
Status: ${status}

--b
Content-Type: text/rfc822-headers

Message-ID: <${id}@pier.example>
--b--
`.replaceAll("\n", "\r\n");

test("what came back marks the mail and the address, until somebody knows better", async (t) => {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  const person = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana", emails: ["ana@example.com"], source: "dashboard" } })).body;
  const write = () => server.request("POST", `L/customers/${person.id}/mails`, { as: "staff", json: { subject: "Hi", text: "Hi" } });
  const hand = (body, as = "staff", where = "L") => server.request("POST", `${where}/mail/bounces`, { as, body, headers: { "content-type": "message/rfc822" } });
  const first = (await write()).body;
  await mail.wait(1);
  for (let i = 0; i < 600 && (await server.request("GET", `L/mail/${first.id}`)).body.state !== "sent"; i++)
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.equal((await hand("hello")).status, 422);
  assert.equal((await hand(notice(first.id), "viewer")).status, 403);
  assert.deepEqual((await hand(notice(first.id, "4.4.1", "delayed"))).body, { mail_id: null, mail_bounced: false, address_marked: false });
  assert.equal((await hand(notice(first.id), "other-manager", "E")).body.mail_bounced, false, "another location's mail");
  assert.deepEqual((await hand(notice(first.id))).body, { mail_id: first.id, mail_bounced: true, address_marked: true });
  assert.equal((await server.request("GET", `L/mail/${first.id}`)).body.state, "bounced");
  assert.equal((await server.request("GET", `L/communications/${first.communication_id}`)).body.status, "bounced");
  assert.match((await write()).body.detail, /came back/);
  const list = (as = "staff", where = "L") => server.request("GET", `${where}/mail/bounces`, { as });
  const { body: back } = await list();
  assert.deepEqual([back.others, back.items.map(({ at, ...rest }) => rest)],
    [0, [{ name: "Ana", customer_id: person.id, contact_id: null, address: "ana@example.com", status: "5.1.1" }]]);
  assert.equal((await list("desk")).status, 403);
  assert.deepEqual((await list("other-manager", "E")).body.items, []);
  // Corrected: the address is nobody's any more; back again: it is hers.
  const put = (emails) => server.request("PATCH", `L/customers/${person.id}`, { as: "staff", json: { emails } });
  await put(["ana@example.org"]);
  assert.deepEqual((await list()).body, { items: [], others: 1 });
  await put(["ana@example.com"]);
  assert.equal((await list()).body.items.length, 1);
  assert.equal((await server.request("POST", "L/mail/good-address", { as: "staff", json: { address: "ana@example.com" } })).status, 204);
  assert.deepEqual((await list()).body, { items: [], others: 0 });
  assert.equal((await write()).status, 201);
  const [, second] = await mail.wait(2);
  assert.equal(second.to[0], "ana@example.com");
});

test("who is erased leaves nothing in the outbox", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const person = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana Secret", emails: ["ana@secret.example"], source: "dashboard" } })).body;
  const sent = await server.request("POST", `L/customers/${person.id}/mails`, { as: "staff", json: { subject: "Dear Secret", text: "Hi" } });
  assert.equal(sent.status, 201, sent.text);
  const erased = await server.request("POST", `L/customers/${person.id}/erasure`, { as: "manager", json: {} });
  assert.ok([200, 201].includes(erased.status), erased.text);
  const outbox = await server.request("GET", "L/mail");
  assert.equal(outbox.body.items[0].state, "canceled");
  assert.ok(!/secret/i.test(outbox.text), outbox.text);
});

test("SPF, DKIM and DMARC in plain words", async (t) => {
  const texts = {
    "good.example": ["v=spf1 include:_spf.provider.example ~all", "something else"],
    "s1._domainkey.good.example": [`v=DKIM1; k=rsa; p=${"A".repeat(380)}`],
    "_dmarc.good.example": ["v=DMARC1; p=quarantine"],
    "twice.example": ["v=spf1 a ~all", "v=spf1 mx ~all"],
    "open.example": ["v=spf1 +all"],
  };
  const dns = await startNameServer(texts);
  t.after(() => dns.stop());
  const server = await startServer({ args: ["--mail-dns", dns.address, "--mail-host", "smtp.provider.example"] });
  t.after(() => server.stop());
  const check = async (address, query = "") => {
    await server.request("PATCH", "L/mail-sender", { as: "manager", json: { address } });
    const answer = await server.request("GET", `L/mail-domain${query}`, { as: "manager" });
    assert.equal(answer.status, 200, answer.text);
    return Object.fromEntries(answer.body.items.map((one) => [one.what, one]));
  };
  const good = await check("crew@good.example");
  assert.deepEqual(Object.values(good).map((one) => one.state), ["good", "good", "good"]);
  assert.equal(good.dkim.found.length, 18 + 380, "parts are joined");
  const sub = await check("crew@mail.good.example");
  assert.deepEqual([sub.spf.state, sub.dkim.state, sub.dmarc.state], ["missing", "unknown", "good"]);
  assert.equal(sub.spf.add, "v=spf1 include:provider.example ~all");
  const bad = await check("crew@bad.example", "?selector=s9");
  assert.deepEqual(Object.values(bad).map((one) => one.state), ["missing", "missing", "missing"]);
  assert.equal(bad.dmarc.name, "_dmarc.bad.example");
  assert.match(bad.dmarc.add, /^v=DMARC1; p=none/);
  assert.equal((await check("crew@twice.example")).spf.state, "wrong");
  assert.equal((await check("crew@open.example")).spf.state, "wrong");
});

test("a name server that does not answer is no missing record", async (t) => {
  const server = await startServer({ args: ["--mail-dns", "127.0.0.1:9"] });
  t.after(() => server.stop());
  await server.request("PATCH", "L/mail-sender", { as: "manager", json: { address: "crew@pier.example" } });
  const answer = await server.request("GET", "L/mail-domain", { as: "manager" });
  assert.deepEqual(answer.body.items.map((one) => one.state), ["unknown", "unknown", "unknown"]);
});
