// The proof of work as its own library does it, each used once, and 32 equal submissions at once.

import assert from "node:assert/strict";
import test from "node:test";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { startServer as start } from "../../lib/server.mjs";

// A test that fails leaves no server behind, on which the whole file would wait.
async function startServer(t, options) {
  const server = await start(options);
  t.after(() => server.kill());
  return server;
}

const JSON_ONLY = { accept: "application/json" };

async function makeForm(server, more = {}) {
  const made = await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website", strength: "low", ...more } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

async function begin(server, form) {
  const definition = (await server.request("GET", `/f/${form.key}/definition`)).body;
  await server.clock.move("+1m");
  return definition;
}

async function solve(server, form) {
  const got = await server.request("GET", `/f/${form.key}/challenge`);
  assert.equal(got.status, 200, got.text);
  assert.equal(got.headers["cache-control"], "no-store");
  const challenge = got.body;
  const solution = await solveChallenge({ challenge, deriveKey });
  assert.ok(solution, "solved");
  return { challenge, payload: Buffer.from(JSON.stringify({ challenge, solution })).toString("base64") };
}

const send = (server, form, json) => server.request("POST", `/f/${form.key}`, { json, headers: JSON_ONLY });
const fields = (name) => ({ name, email: `${name.toLowerCase()}@example.com`, message: `Hello from ${name}` });
const contacts = async (server) => (await server.request("GET", "L/contacts", { as: "staff" })).body.total;

test("altcha-lib's answer is taken, once, for its form, in time", async (t) => {
  const server = await startServer(t, { env: { REGULARS_RATE_FORM: "1000" } });
  const form = await makeForm(server), other = await makeForm(server);
  const { started } = await begin(server, form);

  const { challenge, payload } = await solve(server, form);
  assert.equal(challenge.parameters.data.form, form.key);
  assert.equal((await send(server, form, { fields: fields("Ana"), started, altcha: payload })).status, 200);
  assert.equal(await contacts(server), 1);

  // The same again is the same; another text with that proof is refused, and can be sent again with a new one.
  assert.equal((await send(server, form, { fields: fields("Ana"), started, altcha: payload })).status, 200);
  const replayed = await send(server, form, { fields: fields("Bo"), started, altcha: payload });
  assert.equal(replayed.status, 422);
  assert.deepEqual(replayed.body.errors.map((e) => [e.field, e.code]), [["altcha", "used"]]);
  assert.equal(await contacts(server), 1);

  // A field that will not do costs no proof.
  const fresh = await solve(server, form);
  assert.equal((await send(server, form, { fields: { ...fields("Bo"), email: "x" }, started, altcha: fresh.payload })).status, 422);
  assert.equal((await send(server, form, { fields: fields("Bo"), started, altcha: fresh.payload })).status, 200);
  assert.equal(await contacts(server), 2);

  // Without, changed, of another form: the answer of a human, and nobody new.
  const foreign = await solve(server, other);
  const changed = structuredClone((await solve(server, form)).challenge);
  changed.parameters.cost = 1;
  const tampered = Buffer.from(JSON.stringify({ challenge: changed, solution: { counter: 0, derivedKey: "00".repeat(32), time: 1 } })).toString("base64");
  for (const altcha of ["", "!", foreign.payload, tampered])
    assert.equal((await send(server, form, { fields: fields("Rob"), started, altcha })).body.ok, true);
  assert.equal(await contacts(server), 2);
  const refused = await server.request("GET", `L/forms/${form.id}/submissions?state=spam`, { as: "manager" });
  assert.deepEqual(refused.body.items.map((item) => item.reason), ["proof", "proof", "proof", "no-proof"]);

  // Ten minutes later it is too old, which an honest visitor is told.
  const old = await solve(server, form);
  await server.clock.move("+11m");
  const late = await send(server, form, { fields: fields("Cy"), started, altcha: old.payload });
  assert.deepEqual(late.body.errors.map((e) => [e.field, e.code]), [["altcha", "expired"]]);
  await server.stop();
});

test("32 equal submissions at once make one contact and one submission", async (t) => {
  const server = await startServer(t, { env: { REGULARS_RATE_FORM: "1000" } });
  const form = await makeForm(server);
  const { started } = await begin(server, form);
  const { payload } = await solve(server, form);
  const answers = await Promise.all(Array.from({ length: 32 }, () =>
    send(server, form, { fields: fields("Ana"), started, altcha: payload })));
  assert.deepEqual([...new Set(answers.map((a) => a.status))], [200]);
  assert.equal(await contacts(server), 1);
  assert.equal((await server.request("GET", "L/enquiries", { as: "staff" })).body.total, 1);
  await server.stop();
});

test("one proof for 32 different texts is taken once", async (t) => {
  const server = await startServer(t, { env: { REGULARS_RATE_FORM: "1000" } });
  const form = await makeForm(server);
  const { started } = await begin(server, form);
  const { payload } = await solve(server, form);
  const answers = await Promise.all(Array.from({ length: 32 }, (_, i) =>
    send(server, form, { fields: fields(`Ana${i}`), started, altcha: payload })));
  assert.equal(answers.filter((a) => a.status === 200).length, 1);
  assert.equal(answers.filter((a) => a.status === 422).length, 31);
  assert.equal(await contacts(server), 1);
  await server.stop();
});

test("challenges become harder while many are asked for, and easy again", async (t) => {
  const server = await startServer(t);
  await server.clock.move("2026-05-04T08:00:01Z"); // what is counted is a minute of the clock
  const form = await makeForm(server);
  const counter = async () => {
    const { challenge } = await solve(server, form);
    return (await solveChallenge({ challenge, deriveKey })).counter;
  };
  assert.ok(await counter() < 900, "low, and nobody asks");
  for (let i = 0; i < 45; i++)
    assert.equal((await server.request("GET", `/f/${form.key}/challenge`)).status, 200);
  assert.ok(await counter() >= 1200, "four times as hard after 40 in a minute");
  const statuses = new Set(); // one more is allowed each second, so they come at once: a slow machine would ask for long
  for (let i = 0; i < 100 && !statuses.has(429); i++)
    for (const { status } of await Promise.all(Array.from({ length: 20 }, () => server.request("GET", `/f/${form.key}/challenge`))))
      statuses.add(status);
  assert.deepEqual([...statuses].sort(), [200, 429], "one address asks for so many and no more");
  await server.clock.move("+3m");
  assert.ok(await counter() < 900, "and easy again");
  await server.stop();
});

test("without JavaScript: a page with one button, then it is held, and staff decide", async (t) => {
  const server = await startServer(t, { env: { REGULARS_RATE_FORM: "1000" } });
  const form = await makeForm(server, { strength: "normal", title: "Write <to> us" });
  const page = await server.request("GET", `/f/${form.key}`);
  assert.match(page.text, /<h1>Write &lt;to&gt; us<\/h1>/);
  assert.match(page.text, new RegExp(`action="/f/${form.key}"`));
  const started = /name="started" value="([^"]+)"/.exec(page.text)[1];
  await server.clock.move("+30s");
  const post = (values) => server.request("POST", `/f/${form.key}`, {
    body: new URLSearchParams(values).toString(), headers: { "content-type": "application/x-www-form-urlencoded" } });

  const typed = { name: "Ana \"Quote\"", email: "ana@example.com", phone: "", message: "Hello\nthere", [form.honeypot]: "", started };
  const wrong = await post({ ...typed, email: "nonsense" });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /This is not an e-mail address\./);
  assert.match(wrong.text, /value="Ana &quot;Quote&quot;"/);
  const asked = await post(typed);
  assert.equal(asked.status, 200);
  assert.match(asked.text, /One more step/);
  assert.equal((await server.request("GET", "L/enquiries", { as: "staff" })).body.total, 0);
  const again = /name="again" value="([^"]+)"/.exec(asked.text)[1];
  assert.match(asked.text, /name="message" value="Hello\r?\nthere"/);

  await server.clock.move("+5s");
  const done = await post({ ...typed, again });
  assert.equal(done.status, 200);
  assert.match(done.text, /Thank you for writing/);
  const { body } = await server.request("GET", "L/enquiries", { as: "staff" });
  assert.equal(body.total, 1);
  assert.equal(body.items[0].unsure, true);
  assert.equal(await contacts(server), 0);

  // A robot that fills in everything is told the same.
  const robot = await post({ ...typed, name: "Robot", again, [form.honeypot]: "x" });
  assert.match(robot.text, /Thank you for writing/);
  // So is one that made the second time up.
  const forged = await post({ ...typed, name: "Forger", again: again.replace(/...$/, "AAA") });
  assert.match(forged.text, /Thank you for writing/);
  assert.equal((await server.request("GET", "L/enquiries", { as: "staff" })).body.total, 1);
  const accepted = await server.request("POST", `L/enquiries/${body.items[0].id}/accept`, { as: "staff" });
  assert.equal(accepted.body.unsure, false);
  assert.equal(await contacts(server), 1);
  await server.stop();
});
