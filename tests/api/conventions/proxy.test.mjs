// Behind a trusted proxy: whose address counts, what counts as TLS, which origin is ours. And the rate limits.

import assert from "node:assert/strict";
import test from "node:test";
import { owner, startServer } from "../../lib/server.mjs";

const signIn = (server, headers) => server.request("POST", "/api/v1/session",
  { as: "nobody", json: { email: owner.email, password: owner.password }, headers });

test("a trusted proxy is believed", async () => {
  const server = await startServer({ args: ["--trusted-proxy", "127.0.0.1", "--trusted-proxy", "10.0.0.0/8",
    "--public-url", "https://crm.example.com/"] });

  // Plain HTTP from outside, said by the proxy or not said at all.
  assert.equal((await signIn(server, { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" })).status, 403);
  assert.equal((await signIn(server, { "x-forwarded-for": "203.0.113.9" })).status, 403);
  const tls = { "x-forwarded-proto": "https" };
  const { status, setCookies, headers } = await signIn(server, { ...tls, "x-forwarded-for": "198.51.100.1, 203.0.113.9, 10.1.2.3" });
  assert.equal(status, 201);
  assert.equal(headers["strict-transport-security"], "max-age=31536000");
  const cookie = setCookies[0].split(";")[0];

  // The address before the trusted ones; what the client wrote in front of it is worth nothing.
  const sessions = await server.request("GET", "/api/v1/sessions", { as: "nobody", headers: { cookie, ...tls } });
  assert.equal(sessions.body.items[0].ip, "203.0.113.9");
  for (const [forwarded, ip] of [["2001:db8::1", "2001:db8::1"], ["[2001:db8::1]:443", "2001:db8::1"],
    ["203.0.113.10:5555", "203.0.113.10"], ["evil\", \"203.0.113.9", "127.0.0.1"], ["203.0.113.9/8", "127.0.0.1"], ["", "127.0.0.1"]]) {
    assert.equal((await signIn(server, { ...tls, "x-forwarded-for": forwarded })).status, 201, forwarded);
    const { body } = await server.request("GET", "/api/v1/sessions", { as: "nobody", headers: { cookie, ...tls } });
    assert.equal(body.items[0].ip, ip, forwarded);
  }

  // Our own origin is the public address.
  const contact = (more) => server.request("POST", "L/contacts",
    { as: "nobody", json: { name: "Ana", source: "referral" }, headers: { cookie, ...tls, ...more } });
  assert.equal((await contact({ origin: "https://crm.example.com" })).status, 201);
  assert.equal((await contact({ origin: "https://crm.example.com.evil.example" })).status, 403);
  assert.equal((await contact({ origin: "https://evil.example" })).status, 403);
  await server.stop();
});

test("nobody else is", async () => {
  const server = await startServer();
  assert.equal((await signIn(server, {})).status, 201);
  assert.equal((await signIn(server, { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" })).status, 403);
  assert.equal((await signIn(server, { forwarded: "for=203.0.113.9;proto=https" })).status, 403);
  assert.equal((await signIn(server, {})).headers["strict-transport-security"], undefined);
  await server.stop();
});

test("each key and each address has its limit", async () => {
  const server = await startServer({ args: ["--rate-key", "3", "--rate-address", "4"] });
  const ask = (as) => server.request("GET", "/api/v1/session", { as });

  for (let i = 2; i >= 0; i--) {
    const answer = await ask("staff");
    assert.equal(answer.status, 200);
    assert.match(answer.headers.ratelimit, new RegExp(`^"key";r=${i};t=\\d+$`));
    assert.equal(answer.headers["ratelimit-policy"], '"key";q=3;w=60');
  }
  const refused = await ask("staff");
  assert.equal(refused.status, 429);
  assert.equal(refused.body.code, "rate_limited");
  assert.ok(Number(refused.headers["retry-after"]) >= 1);
  assert.equal((await ask("manager")).status, 200); // another key is another one

  for (let i = 0; i < 4; i++)
    assert.equal((await ask("nobody")).status, 401);
  assert.equal((await ask("nobody")).status, 429);
  // A key that is none counts for the address too.
  const wrong = { headers: { authorization: `Bearer rgl_${"A".repeat(38)}` }, as: "nobody" };
  assert.equal((await server.request("GET", "/api/v1/session", wrong)).status, 429);
  assert.equal((await ask("manager")).status, 200);
  assert.equal((await server.request("GET", "/healthz", { as: "nobody" })).status, 200); // probes always pass
  await server.stop();
});
