// Invitations and forgotten passwords: links that work once.
import assert from "node:assert/strict";
import test from "node:test";
import { regularsOk } from "../../lib/program.mjs";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

async function begin(t) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: mail.args });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  return { mail, server };
}

const call = (server, method, target, json, headers) => server.request(method, `/api/v1${target}`, { as: "nobody", json, headers });
const signIn = (server, email, password) => call(server, "POST", "/session", { email, password });
const tokenIn = (text) => /\/reset#([\w-]+)/.exec(text)[1];

test("a forgotten password: the same answer for all, a link that works once and ends the sessions", async (t) => {
  const { mail, server } = await begin(t);
  const before = await signIn(server, owner.email, owner.password);
  assert.equal(before.status, 201, before.text);
  const known = await call(server, "POST", "/password-resets", { email: ` ${owner.email.toUpperCase()} ` });
  const unknown = await call(server, "POST", "/password-resets", { email: "stranger@example.com" });
  const nothing = await call(server, "POST", "/password-resets", { email: "no address" });
  for (const answer of [known, unknown, nothing])
    assert.deepEqual([answer.status, answer.text], [204, ""]);
  const [arrived] = await mail.wait(1);
  assert.deepEqual(arrived.to, [owner.email]);
  assert.equal(arrived.header("List-Unsubscribe"), undefined);
  assert.equal(arrived.header("Auto-Submitted"), "auto-generated");
  const token = tokenIn(arrived.text);

  const look = await call(server, "POST", "/password-links/look", { token });
  assert.equal(look.status, 200, look.text);
  assert.deepEqual([look.body.purpose, look.body.email], ["password-reset", owner.email]);
  assert.equal((await call(server, "POST", "/password-links", { token, password: "short" })).status, 422);
  assert.equal((await call(server, "POST", "/password-links", { token: `${token.slice(0, -2)}AA`, password: "a new long password" })).status, 404);
  const used = await call(server, "POST", "/password-links", { token, password: "a new long password" });
  assert.equal(used.status, 204, used.text);
  assert.equal(used.setCookies?.length ?? 0, 0, "it signs nobody in");
  const again = await call(server, "POST", "/password-links", { token, password: "another long password" });
  assert.equal(again.status, 410, again.text);
  assert.equal((await call(server, "POST", "/password-links/look", { token })).status, 410);
  assert.equal((await signIn(server, owner.email, owner.password)).status, 401);
  assert.equal((await signIn(server, owner.email, "a new long password")).status, 201);
  const cookie = before.setCookies[0].split(";")[0];
  assert.equal((await server.request("GET", "/api/v1/session", { as: "nobody", headers: { cookie } })).status, 401);
  const outbox = await server.request("GET", "L/mail?kind=password-reset");
  assert.ok(!outbox.text.includes(token), "no link stays in the outbox");
});

test("three an hour, and each for an hour", async (t) => {
  const { mail, server } = await begin(t);
  for (let i = 0; i < 5; i++)
    assert.equal((await call(server, "POST", "/password-resets", { email: owner.email })).status, 204);
  const arrived = await mail.wait(3);
  assert.equal(arrived.length, 3);
  await server.clock.move("+61m");
  const late = await call(server, "POST", "/password-links/look", { token: tokenIn(arrived[0].text) });
  assert.equal(late.status, 410);
  assert.match(late.body.detail, /expired/);
  await call(server, "POST", "/password-resets", { email: owner.email });
  const [, , , fourth] = await mail.wait(4);
  assert.equal((await call(server, "POST", "/password-links", { token: tokenIn(fourth.text), password: "a new long password" })).status, 204);
});

test("an invitation: no password until they choose one", async (t) => {
  const { mail, server } = await begin(t);
  const here = (await server.request("GET", "L/settings")).body;
  const made = await server.request("POST", "/api/v1/users", { as: "manager",
    json: { name: "Stan Staff", email: "stan@example.com", invite: true, roles: [{ location_id: here.id, role: "staff" }] } });
  assert.equal(made.status, 201, made.text);
  assert.equal((await signIn(server, "stan@example.com", "")).status, 401);
  const [arrived] = await mail.wait(1);
  assert.deepEqual(arrived.to, ["stan@example.com"]);
  assert.match(arrived.text, /Pier has made an account for you/); // a program asked; a person would be named
  const once = await server.request("POST", `/api/v1/users/${made.body.id}/invitation`, { as: "manager" });
  assert.equal(once.status, 204, once.text);
  await mail.wait(2);
  await server.clock.move("+6d");
  const used = await call(server, "POST", "/password-links", { token: tokenIn(arrived.text), password: "stan's own password" });
  assert.equal(used.status, 204, used.text);
  assert.equal((await signIn(server, "stan@example.com", "stan's own password")).status, 201);
  const second = tokenIn((await mail.mails())[1].text);
  assert.equal((await call(server, "POST", "/password-links", { token: second, password: "somebody else's" })).status, 410, "the other one ended too");
  assert.equal((await server.request("POST", `/api/v1/users/${made.body.id}/invitation`, { as: "manager" })).status, 409);
  assert.equal((await server.request("POST", `/api/v1/users/${made.body.id}/invitation`, { as: "staff" })).status, 403);
  const without = await server.request("POST", "/api/v1/users", { as: "manager", json: { name: "No Password", email: "np@example.com", roles: [{ location_id: here.id, role: "staff" }] } });
  assert.equal(without.status, 422);
});

test("regulars user reset prints a link for the owner who is locked out", async (t) => {
  const server = await startServer();
  t.after(async () => { await server.stop(); await server.place.remove(); });
  if (server.engine === "sqlite")
    await server.kill(); // a file belongs to one program
  const { stdout } = await regularsOk(["user", "reset", ...server.place.args, "--email", owner.email]);
  assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/reset#[\w-]+\n$/);
  if (server.engine === "sqlite")
    await server.start();
  assert.equal((await call(server, "POST", "/password-links", { token: tokenIn(stdout), password: "a new long password" })).status, 204);
  assert.equal((await signIn(server, owner.email, "a new long password")).status, 201);
});
