// The mails of a form over a real SMTP server: the alert with its two links, and the double opt-in with both its steps.

import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

async function begin(t) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args, env: { ...mail.env, REGULARS_RATE_FORM: "1000" } });
  t.after(() => server.stop());
  const patched = await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  assert.equal(patched.status, 200, patched.text);
  return { mail, server };
}

async function makeForm(server, json) {
  const made = await server.request("POST", "L/forms", { as: "owner", json: { name: "Website", verification: "none", ...json } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function send(server, form, fields, more = {}) {
  const { started } = (await server.request("GET", `/f/${form.key}/definition`)).body;
  await server.clock.move("+10s");
  const sent = await server.request("POST", `/f/${form.key}`, { json: { fields, started, ...more }, headers: { accept: "application/json" } });
  assert.equal(sent.status, 200, sent.text);
  return sent.body;
}

// Soft line breaks of quoted-printable and base 64 are the mailer's business; here only the links matter.
function linkIn(mail, part) {
  const text = JSON.stringify(mail.parts ?? mail).replaceAll("=\\n", "").replaceAll("=\\r\\n", "");
  const found = new RegExp(`https?://[^\\s"<>\\\\]*${part}[A-Za-z0-9_-]+`).exec(text);
  assert.ok(found, `${part} in ${text.slice(0, 2000)}`);
  return new URL(found[0]).pathname;
}

test("an alert goes to the business, with reply-to the visitor; its links take and answer", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server, { kind: "contact" });
  await send(server, form, { name: "Ana Ruiz", email: "ana@example.com", message: "Is there room\non Sunday?" });
  const [alert] = await mail.wait(1);
  assert.match(alert.header("To"), /hello@pier\.example/);
  assert.match(alert.header("Reply-To"), /ana@example\.com/);
  assert.equal(alert.header("List-Unsubscribe"), undefined);

  const take = linkIn(alert, "/e/take/"), answered = linkIn(alert, "/e/answered/");
  const enquiry = async () => (await server.request("GET", "L/enquiries", { as: "staff" })).body.items[0];
  const shown = await server.request("GET", take);
  assert.equal(shown.status, 200);
  assert.match(shown.text, /Is there room<br>on Sunday\?/);
  assert.equal((await enquiry()).state, "new", "looking changes nothing");
  assert.equal((await server.request("POST", take)).status, 200);
  assert.equal((await enquiry()).state, "taken");
  assert.match((await server.request("POST", take)).text, /This enquiry is taken\./);
  assert.equal((await server.request("GET", answered)).status, 200);
  assert.match((await server.request("POST", answered)).text, /This enquiry is answered\./);
  assert.equal((await enquiry()).state, "answered");
  // One link is not good for the other's purpose, and a changed one for nothing.
  assert.equal((await server.request("GET", answered.replace("/answered/", "/take/"))).status, 404);
  assert.equal((await server.request("GET", `${take.slice(0, -2)}AA`)).status, 404);
});

test("double opt-in: a mail, a link, a button, and only then consent", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server, { kind: "subscribe", double_opt_in: true });
  const thanks = await send(server, form, { email: "tom@example.com" });
  assert.match(thanks.thank_you, /follow the link in the mail/);
  await send(server, form, { email: "tom@example.com" }, { page: "another" });
  const person = async () => (await server.request("GET", "L/contacts", { as: "staff" })).body.items[0];
  assert.equal((await person()).contact_consent, false);

  const [asked] = await mail.wait(1);
  assert.match(asked.header("To"), /tom@example\.com/);
  assert.equal(asked.header("List-Unsubscribe"), undefined);
  const link = linkIn(asked, "/c/");
  assert.match((await server.request("GET", link)).text, /By subscribing you agree/);
  assert.equal((await person()).contact_consent, false, "looking changes nothing");
  const confirmed = await server.request("POST", link, { headers: { "user-agent": "Tom's phone" } });
  assert.match(confirmed.text, /Thank you\. You have confirmed this\./);
  assert.equal((await person()).contact_consent, true);
  assert.equal((await person()).emails[0].verified, true);
  const { items } = (await server.request("GET", `L/contacts/${(await person()).id}/consents`, { as: "manager" })).body;
  assert.equal(items.length, 1);
  assert.equal(items[0].obtain_method, "double-opt-in");
  assert.equal(items[0].user_agent, "Tom's phone");
  assert.match(items[0].wording, /By subscribing you agree/);
  const first = (await server.request("GET", `L/contacts/${(await person()).id}/submissions`, { as: "manager" })).body.items[0];
  assert.equal(first.opt_in, "confirmed");
  assert.equal((await server.request("POST", link)).status, 200);
  assert.equal((await mail.mails()).length, 1, "typing it in twice asks once");

  // Who withdrew is asked again, and their own yes counts.
  await server.request("POST", "L/consents", { as: "staff", json: { contact_id: (await person()).id, channel: "any", purpose: "marketing", given: false } });
  assert.equal((await person()).contact_consent, false);
  await server.clock.move("+2d");
  await send(server, form, { email: "tom@example.com" });
  assert.equal((await person()).contact_consent, false);
  const again = linkIn((await mail.wait(2))[1], "/c/");
  assert.equal((await server.request("POST", again)).status, 200);
  assert.equal((await person()).contact_consent, true);
  // A week later a link is over.
  await server.clock.move("+8d");
  assert.equal((await server.request("GET", again)).status, 410);
});

test("an address that said no once is asked by mail, even on a form that asks nobody else", async (t) => {
  const { mail, server } = await begin(t);
  const form = await makeForm(server, { kind: "subscribe" });
  await send(server, form, { email: "tom@example.com" });
  const person = async () => (await server.request("GET", "L/contacts", { as: "staff" })).body.items[0];
  assert.equal((await person()).contact_consent, true, "everybody else is taken at their word");
  await server.request("POST", "L/consents", { as: "staff", json: { contact_id: (await person()).id, channel: "any", purpose: "marketing", given: false } });
  const gone = await server.request("DELETE", `L/contacts/${(await person()).id}?permanent=true`, { as: "manager" });
  assert.equal(gone.status, 204, gone.text);
  assert.equal(await person(), undefined);

  await server.clock.move("+1h");
  await send(server, form, { email: "Tom@Example.com" });
  assert.equal((await person()).contact_consent, false, "somebody typed in an address that had said no");
  const [asked] = await mail.wait(1);
  assert.match(asked.header("To"), /tom@example\.com/);
  const link = linkIn(asked, "/c/");
  assert.equal((await server.request("GET", link)).status, 200);
  assert.equal((await person()).contact_consent, false);
  assert.equal((await server.request("POST", link)).status, 200);
  assert.equal((await person()).contact_consent, true);
});
