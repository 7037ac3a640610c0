// The first start prints a link; whoever has it makes the first owner and location, once.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { environment, program, regulars, root, sanitizerReport } from "../../lib/program.mjs";
import { newAgent, send } from "../../lib/request.mjs";
import { emptyPlace } from "../../lib/server.mjs";

const owner = { name: "Olive", email: "Olive@Example.com", password: "a long enough one" };
const pier = { name: "Pier", country: "ES", time_zone: "Europe/Madrid", currency: "EUR" };

// Starts `serve` and waits for its port; { link, request(method, path, json), stop() }.
async function start(place) {
  const child = spawn(program, ["serve", ...place.args, "--port", "0"], { cwd: root, env: environment() });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => { said.stdout += bytes; });
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code)));
  const port = await new Promise((resolve, reject) => {
    child.stderr.on("data", (bytes) => {
      said.stderr += bytes;
      const line = /event=listening .*port=(\d+)/.exec(said.stderr);
      if (line)
        resolve(Number(line[1]));
    });
    ended.then((code) => reject(new Error(`ended with ${code}: ${said.stderr}`)));
  });
  const agent = newAgent();
  return {
    said,
    token: () => /\/setup\?token=([A-Za-z0-9_-]+)/.exec(said.stdout)?.[1],
    request(method, path, json, headers = {}) {
      const body = json === undefined ? undefined : JSON.stringify(json);
      const all = body === undefined ? headers
        : { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers };
      return send({ origin: `http://127.0.0.1:${port}`, agent, method, target: path, headers: all, body });
    },
    async stop() {
      agent.destroy();
      child.kill("SIGTERM");
      assert.equal(await ended, 0, said.stderr);
      assert.equal(sanitizerReport(said.stderr), null);
    },
  };
}

test("the link works once", async () => {
  const place = await emptyPlace();
  let server = await start(place);
  const first = server.token();
  assert.match(first, /^[A-Za-z0-9_-]{43}$/);
  assert.ok(!server.said.stderr.includes(first), "the log is no place for it");
  await server.stop();

  // A new start makes a new one, and the old one is worth nothing.
  server = await start(place);
  const token = server.token();
  assert.notEqual(token, first);
  const setup = (json, headers) => server.request("POST", "/api/v1/setup", json, headers);
  assert.equal((await setup({ token: first, ...owner, location: pier })).status, 403);
  assert.equal((await setup({ token: "", ...owner, location: pier })).status, 403);
  assert.equal((await setup({ ...owner, location: pier })).status, 403);
  assert.equal((await setup({ token, ...owner, location: pier }, { "x-forwarded-for": "203.0.113.9" })).status, 403);

  const bad = await setup({ token, name: "", email: "no", password: "short", salary: 1, location: { name: "Pier", country: "XX" } });
  assert.equal(bad.status, 422);
  assert.deepEqual(new Set(bad.body.errors.map((error) => error.field)), new Set(["name", "email", "password", "salary",
    "location.country", "location.time_zone", "location.currency"]));

  const answers = await Promise.all([1, 2, 3].map(() => setup({ token, ...owner, location: pier })));
  const made = answers.filter((answer) => answer.status === 201);
  assert.equal(made.length, 1, answers.map((answer) => answer.text).join("\n"));
  for (const answer of answers)
    assert.ok([201, 404, 409].includes(answer.status), answer.text);
  assert.equal(made[0].body.user.email, "olive@example.com");
  assert.equal(made[0].body.locations[0].slug, "pier");
  const cookie = made[0].setCookies[0].split(";")[0];
  assert.equal((await server.request("GET", "/api/v1/session", undefined, { cookie })).status, 200);
  assert.equal((await server.request("POST", "/api/v1/session", { email: owner.email, password: owner.password })).status, 201);

  // Gone afterwards.
  assert.equal((await setup({ token, ...owner, location: pier })).status, 404);
  await server.stop();
  server = await start(place);
  assert.equal(server.token(), undefined);
  await server.stop();
  await place.remove();
});

test("the command line does the same", async () => {
  const place = await emptyPlace();
  const words = ["init", ...place.args, "--email", "olive@example.com", "--name", "Olive", "--location", "Pier",
    "--country", "ES", "--currency", "EUR"];
  const zone = ["--time-zone", "Europe/Madrid"];
  assert.equal((await regulars(words, { input: "a long enough one\n" })).code, 2);
  assert.equal((await regulars([...words, ...zone], { input: "short\n" })).code, 2);
  assert.equal((await regulars([...words, ...zone], { input: "" })).code, 2);
  assert.equal((await regulars([...words, "--time-zone", "Mars/Olympus"], { input: "a long enough one\n" })).code, 2);
  assert.equal((await regulars([...words, ...zone], { input: "a long enough one\n" })).code, 0);
  const again = await regulars([...words, ...zone], { input: "a long enough one\n" });
  assert.equal(again.code, 4);
  assert.match(again.stderr, /set up already/);

  const key = await regulars(["apikey", "create", ...place.args, "--location", "pier", "--role", "staff"]);
  assert.match(key.stdout, /^rgl_[0-9A-Za-z]{38}\n$/);
  assert.equal((await regulars(["apikey", "create", ...place.args, "--location", "nowhere", "--role", "staff"])).code, 4);
  assert.equal((await regulars(["apikey", "create", ...place.args, "--location", "pier", "--role", "boss"])).code, 2);
  assert.equal((await regulars(["apikey", "create", ...place.args, "--location", "pier"])).code, 2);

  const server = await start(place);
  assert.equal(server.token(), undefined);
  if (place.kind === "sqlite") {
    const refused = await regulars(["apikey", "create", ...place.args, "--location", "pier", "--role", "staff"]);
    assert.notEqual(refused.code, 0);
    assert.equal(refused.stdout, "");
  }
  const { status } = await server.request("GET", "/api/v1/session", undefined, { authorization: `Bearer ${key.stdout.trim()}` });
  assert.equal(status, 200);
  await server.stop();
  await place.remove();
});
