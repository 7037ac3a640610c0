// Challenge providers, played by a stub on loopback: what a yes has to say, and that everything else is a no.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { providers, startProvider } from "../../lib/provider.mjs";
import { startServer } from "../../lib/server.mjs";

for (const { kind, field, path } of providers)
  test(`${kind}: a yes for our website and action, and nothing else`, async (t) => {
    const answers = {
      good: { success: true, hostname: "kayak.example", action: "contact", score: 0.9 },
      no: { success: false, "error-codes": ["invalid-input-response"] },
      elsewhere: { success: true, hostname: "evil.example", action: "contact" },
      other: { success: true, hostname: "kayak.example", action: "login" },
      broken: { success: true, hostname: "kayak.example", action: "contact", httpStatus: 500 },
    };
    const action = kind === "hcaptcha" ? null : "contact"; // it knows none
    const stub = await startProvider((form) => answers[form.response]);
    t.after(() => stub.stop());
    const server = await startServer({ env: { REGULARS_RATE_FORM: "1000", [`REGULARS_${kind.toUpperCase()}_URL`]: stub.origin } });
    t.after(() => server.stop());
    const form = (await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website", verification: kind,
      site_key: "site", secret: "very-secret", verification_action: action, origins: ["https://kayak.example"] } })).body;
    const { started, verification } = (await server.request("GET", `/f/${form.key}/definition`)).body;
    assert.deepEqual(verification, { kind, site_key: "site", action, script: verification.script });
    assert.match(verification.script, /^https:\/\/.*\/api\.js$/);
    assert.equal((await server.request("GET", `/f/${form.key}/challenge`)).status, 404);
    await server.clock.move("+10s");
    const send = (token, name) => server.request("POST", `/f/${form.key}`, { headers: { accept: "application/json" },
      json: { fields: { name, email: `${name}@example.com`, message: "Hello" }, started, [field]: token } });

    assert.equal((await send("good", "ana")).status, 200);
    assert.equal(stub.asked[0].path, path);
    assert.equal(stub.asked[0].form.secret, "very-secret");
    assert.equal(stub.asked[0].form.remoteip, "127.0.0.1");
    for (const token of action ? ["no", "elsewhere", "other"] : ["no", "elsewhere"]) {
      const refused = await send(token, token);
      assert.equal(refused.status, 422, refused.text);
      assert.deepEqual(refused.body.errors.map((e) => e.field), ["verification"]);
    }
    const broken = await send("broken", "broken");
    assert.equal(broken.status, 503);
    assert.ok(broken.headers["retry-after"]);
    assert.equal((await send(undefined, "robot")).status, 200);
    const asked = stub.asked.length;
    assert.equal((await send("x".repeat(5000), "long")).status, 422);
    assert.equal(stub.asked.length, asked, "a token of that length is nobody's");
    assert.equal((await server.request("GET", "L/contacts", { as: "staff" })).body.total, 1);
    assert.ok(!server.stderr.includes("very-secret"));

    // The page shows the provider's challenge and may load it.
    const page = await server.request("GET", `/f/${form.key}`);
    assert.match(page.text, /data-sitekey="site"/);
    assert.match(page.headers["content-security-policy"], /script-src 'self' https:\/\//);
  });

test("hCaptcha gives no action, so none may be asked for", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const { status, body } = await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website",
    verification: "hcaptcha", site_key: "site", secret: "very-secret", verification_action: "contact" } });
  assert.equal(status, 422);
  assert.deepEqual(body.errors.map((e) => e.field), ["verification_action"]);
});

test("a provider that does not answer: five seconds, while everybody else is served, then try again", async (t) => {
  const stub = await startProvider(() => null);
  t.after(() => stub.stop());
  const server = await startServer({ env: stub.env("turnstile") });
  t.after(() => server.stop());
  const form = (await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website", verification: "turnstile",
    site_key: "site", secret: "very-secret" } })).body;
  const { started } = (await server.request("GET", `/f/${form.key}/definition`)).body;
  await server.clock.move("+10s");
  const send = (name) => server.request("POST", `/f/${form.key}`, { headers: { accept: "application/json" },
    json: { fields: { name, email: `${name}@example.com`, message: "Hello" }, started, "cf-turnstile-response": "x" } });
  const began = performance.now();
  let open = 2;
  const waiting = ["ana", "ben"].map((name) => send(name).finally(() => { open--; }));
  while (stub.asked.length < 2)
    await sleep(10);
  // Two wait for the provider; a third is told at once, and lists, writes and other pages go on.
  assert.equal((await send("eva")).status, 503);
  for (const [method, target, json] of [["GET", "L/contacts"], ["GET", "L/dashboard"], ["POST", "L/contacts", { name: "Desk", source: "manual" }],
    ["GET", `/f/${form.key}`], ["GET", "L/customers?q=a"]])
    assert.ok((await server.request(method, target, { as: "owner", json })).status < 300, target);
  assert.equal(open, 2, "the two still wait");
  for (const { status, headers } of await Promise.all(waiting)) {
    assert.equal(status, 503);
    assert.ok(headers["retry-after"]);
  }
  const seconds = (performance.now() - began) / 1000;
  assert.ok(seconds > 4 && seconds < 20, `${seconds} s; five, but for a machine that is busy`);
  assert.equal((await server.request("GET", "L/contacts", { as: "staff" })).body.total, 1);
});
