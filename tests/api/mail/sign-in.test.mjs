// A mail to whoever's account was used from a browser that was not used for it before.
import assert from "node:assert/strict";
import test from "node:test";
import { owner, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

async function begin(t, options = {}) {
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const server = await startServer({ args: [...mail.args, "--trusted-proxy", "127.0.0.1"], ...options });
  t.after(() => server.stop());
  await server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  return { mail, server };
}

async function signIn(server, agent, { ip = "203.0.113.9", cookie, password = owner.password, email = owner.email } = {}) {
  const headers = { "user-agent": agent, "x-forwarded-for": ip, "x-forwarded-proto": "https", ...(cookie && { cookie }) };
  const answer = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email, password }, headers });
  answer.device = answer.setCookies?.find((each) => each.startsWith("__Host-regulars-device="));
  return answer;
}
const ordered = async (server) => (await server.request("GET", "L/mail?kind=sign-in")).body.total;

test("the first browser is no news, the second is; neither is it again", async (t) => {
  const { mail, server } = await begin(t);
  const first = await signIn(server, firefox);
  assert.equal(first.status, 201, first.text);
  assert.match(first.setCookies[0], /^__Host-regulars=/);
  assert.match(first.device, /^__Host-regulars-device=[\w-]{43}; Path=\/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax$/);
  assert.equal(await ordered(server), 0);

  // A wrong password says nothing to anybody.
  assert.equal((await signIn(server, chrome, { ip: "198.51.100.7", password: "not the password" })).status, 401);
  assert.equal(await ordered(server), 0);

  const second = await signIn(server, chrome, { ip: "198.51.100.7" });
  assert.equal(second.status, 201);
  const [told] = await mail.wait(1);
  assert.deepEqual(told.to, [owner.email]);
  assert.match(told.header("Subject"), /signed in as you/);
  assert.match(told.text, /Chrome on Windows/);
  assert.match(told.text, /198\.51\.100\.7/);
  assert.match(told.text, /If it was not you/);
  assert.match(told.text, /http:\/\/127\.0\.0\.1:\d+\/reset(\s|$)/);
  assert.equal(told.header("List-Unsubscribe"), undefined);
  const secrets = [second, first].flatMap((answer) => answer.setCookies).map((each) => /=([\w-]{43});/.exec(each)[1]);
  for (const secret of secrets)
    assert.ok(!told.raw.includes(secret));
  assert.ok(!told.raw.includes(owner.password));

  // By its cookie from wherever; by name and address when the cookie is gone.
  const cookie = second.device.split(";")[0];
  assert.equal((await signIn(server, chrome, { ip: "192.0.2.44", cookie })).device.split(";")[0], cookie);
  await signIn(server, firefox);
  assert.equal(await ordered(server), 1);
  await server.clock.move("+31d"); // an address and a name hold a month, the cookie 400 days
  await signIn(server, chrome, { ip: "192.0.2.99", cookie });
  await signIn(server, firefox);
  const [, again] = await mail.wait(2);
  assert.match(again.text, /Firefox on Linux/);
});

test("a cookie that somebody else's account knows is new for this one; what no browser of ours has is none", async (t) => {
  const { mail, server } = await begin(t);
  const here = (await server.request("GET", "L/settings")).body;
  const other = { email: "stan@example.com", password: "stan's own password" };
  await server.request("POST", "/api/v1/users", { as: "manager", json: { name: "Stan", ...other, roles: [{ location_id: here.id, role: "staff" }] } });
  const cookie = (await signIn(server, firefox)).device.split(";")[0];
  await signIn(server, chrome, { ip: "198.51.100.7", ...other });
  assert.equal(await ordered(server), 0);
  await signIn(server, "curl/8.0 https://evil.example/", { cookie, ip: "198.51.100.8", ...other });
  const [told] = await mail.wait(1);
  assert.deepEqual(told.to, [other.email]);
  assert.ok(!told.raw.includes("evil.example"), "what a program calls itself is not repeated");
  const made = await signIn(server, firefox, { cookie: "__Host-regulars-device=short" });
  assert.notEqual(made.device.split(";")[0], "__Host-regulars-device=short");
});

test("without a mail server nobody is told, and nothing waits", async (t) => {
  const server = await startServer({ args: ["--trusted-proxy", "127.0.0.1"] });
  t.after(() => server.stop());
  await signIn(server, firefox);
  assert.equal((await signIn(server, chrome, { ip: "198.51.100.7" })).status, 201);
  assert.equal(await ordered(server), 0);
});
