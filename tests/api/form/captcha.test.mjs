// Challenge providers, played by a stub on loopback: what a yes has to say, and that everything else is a no.

import assert from "node:assert/strict";
import http from "node:http";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";

// Answers with what `say` returns for the form that was posted; null: nothing, ever.
async function provider(say) {
  const asked = [];
  const stub = http.createServer((req, res) => {
    let text = "";
    req.on("data", (bytes) => { text += bytes; });
    req.on("end", () => {
      asked.push({ path: req.url, form: Object.fromEntries(new URLSearchParams(text)) });
      const answer = say(asked.at(-1).form);
      if (answer !== null)
        res.writeHead(answer.httpStatus ?? 200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => { stub.listen(0, "127.0.0.1", resolve); });
  return { asked, url: `http://127.0.0.1:${stub.address().port}`, close: () => { stub.closeAllConnections(); stub.close(); } };
}

const kinds = [
  { kind: "turnstile", field: "cf-turnstile-response", path: "/turnstile/v0/siteverify" },
  { kind: "hcaptcha", field: "h-captcha-response", path: "/siteverify" },
  { kind: "recaptcha", field: "g-recaptcha-response", path: "/recaptcha/api/siteverify" },
];

for (const { kind, field, path } of kinds)
  test(`${kind}: a yes for our website and action, and nothing else`, async () => {
    const answers = {
      good: { success: true, hostname: "kayak.example", action: "contact", score: 0.9 },
      no: { success: false, "error-codes": ["invalid-input-response"] },
      elsewhere: { success: true, hostname: "evil.example", action: "contact" },
      other: { success: true, hostname: "kayak.example", action: "login" },
      broken: { success: true, hostname: "kayak.example", action: "contact", httpStatus: 500 },
    };
    const stub = await provider((form) => answers[form.response]);
    const server = await startServer({ env: { REGULARS_RATE_FORM: "1000", [`REGULARS_${kind.toUpperCase()}_URL`]: stub.url } });
    const form = (await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website", verification: kind,
      site_key: "site", secret: "very-secret", verification_action: "contact", origins: ["https://kayak.example"] } })).body;
    const { started, verification } = (await server.request("GET", `/f/${form.key}/definition`)).body;
    assert.deepEqual(verification, { kind, site_key: "site", action: "contact" });
    assert.equal((await server.request("GET", `/f/${form.key}/challenge`)).status, 404);
    await server.clock.move("+10s");
    const send = (token, name) => server.request("POST", `/f/${form.key}`, { headers: { accept: "application/json" },
      json: { fields: { name, email: `${name}@example.com`, message: "Hello" }, started, [field]: token } });

    assert.equal((await send("good", "ana")).status, 200);
    assert.equal(stub.asked[0].path, path);
    assert.equal(stub.asked[0].form.secret, "very-secret");
    assert.equal(stub.asked[0].form.remoteip, "127.0.0.1");
    for (const token of ["no", "elsewhere", "other"]) {
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
    await server.stop();
    stub.close();
  });

test("a provider that does not answer: five seconds, then try again", async () => {
  const stub = await provider(() => null);
  const server = await startServer({ env: { REGULARS_TURNSTILE_URL: stub.url } });
  const form = (await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website", verification: "turnstile",
    site_key: "site", secret: "very-secret" } })).body;
  const { started } = (await server.request("GET", `/f/${form.key}/definition`)).body;
  await server.clock.move("+10s");
  const answer = await server.request("POST", `/f/${form.key}`, { headers: { accept: "application/json" },
    json: { fields: { name: "Ana", email: "ana@example.com", message: "Hello" }, started, "cf-turnstile-response": "x" } });
  assert.equal(answer.status, 503);
  assert.equal((await server.request("GET", "L/contacts", { as: "staff" })).body.total, 0);
  await server.stop();
  stub.close();
});
