// What the server does by itself: when it was done, how it went, when it is next due; asked for; once, by several servers.
import assert from "node:assert/strict";
import fs from "node:fs/promises";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { regulars, regularsOk } from "../../lib/program.mjs";
import { engine, startServer } from "../../lib/server.mjs";
import { until } from "../../lib/until.mjs";

async function chore(server, name, as = "manager") {
  const { status, body } = await server.request("GET", "/api/v1/chores", { as });
  assert.equal(status, 200);
  return body.items.find((one) => one.name === name);
}

// A server that ends with its test, however that ends.
async function started(t, options) {
  const server = await startServer(options);
  t.after(() => server.kill());
  return server;
}

const runs = async (server, name) => (await chore(server, name))?.runs ?? 0;

test("a chore is done in time, and its row says so", async (t) => {
  const server = await started(t);
  const first = await until("the first round", async () => {
    const one = await chore(server, "sessions");
    return one?.runs === 1 && one;
  });
  assert.equal(first.last_error, null);
  assert.equal(first.requested_at, null);
  assert.equal(first.running, false);
  assert.equal(first.every_seconds, 3600);
  assert.ok(Date.parse(first.next_run_at) - Date.parse(first.last_run_at) >= 3_600_000 - 1000);

  await server.clock.move("+61m");
  await until("the second round", async () => await runs(server, "sessions") === 2);

  // A clock that is set back does not put it off for long.
  await server.clock.move("-30d");
  await until("the third round", async () => await runs(server, "sessions") === 3);

  // One that works when something waits has no time of its own.
  const follow = await chore(server, "follow-ups");
  assert.deepEqual([follow.when_needed, follow.next_run_at, follow.runs], [true, null, 0]);
  await server.stop();
});

test("one is done when somebody asks for it", async (t) => {
  const server = await started(t);
  await until("the first round", async () => await runs(server, "sessions") === 1);
  const asked = await server.request("POST", "/api/v1/chores/sessions/run", { as: "manager" });
  assert.equal(asked.status, 202, asked.text);
  await until("the second round", async () => await runs(server, "sessions") === 2);
  assert.equal((await chore(server, "sessions")).requested_at, null);
  assert.equal((await server.request("POST", "/api/v1/chores/nothing/run", { as: "manager" })).status, 404);
  assert.equal((await server.request("POST", "/api/v1/chores/sessions/run", { as: "staff" })).status, 403);
  await server.stop();
});

test("the command line lists them and asks for one", async (t) => {
  const server = await started(t);
  await until("the first round", async () => await runs(server, "sessions") === 1);
  const { stdout } = await regularsOk(["jobs", ...server.place.args]);
  assert.match(stdout, /^name +last +next +took +state\n/);
  assert.match(stdout, /^sessions +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d +\d{4}-[^ ]+ +\d+ ms +well$/m);
  assert.match(stdout, /^follow-ups +- +when needed +0 ms +not yet$/m);

  const asked = await regularsOk(["jobs", "run", "sessions", ...server.place.args]);
  assert.match(asked.stdout, /^sessions is asked for/);
  await until("the second round", async () => await runs(server, "sessions") === 2);
  for (const name of ["nothing", "../x"])
    assert.equal((await regulars(["jobs", "run", name, ...server.place.args])).code, 4);
  assert.equal((await regulars(["jobs", "walk", ...server.place.args])).code, 2);
  await server.stop();
});

test("without a server nobody does it", async (t) => {
  const server = await started(t);
  await until("the first round", async () => await runs(server, "sessions") === 1);
  await server.kill();
  await regularsOk(["jobs", ...server.place.args]);
  const { code, stderr } = await regulars(["jobs", "run", "sessions", ...server.place.args]);
  if (engine === "sqlite") {
    assert.equal(code, 4);
    assert.match(stderr, /No server runs here/);
  } else {
    assert.equal(code, 0, stderr);
  }
  await server.start();
  if (engine === "postgres")
    await until("the asked round", async () => await runs(server, "sessions") === 2);
  await server.stop();
});

test("several servers do each chore once", { skip: engine !== "postgres" && "PostgreSQL only" }, async (t) => {
  const first = await started(t);
  const others = await Promise.all([1, 2].map(async (node) => {
    const home = `${first.place.home}/server-${node}`;
    await fs.mkdir(home);
    return started(t, { args: ["--node", String(node), "--socket", "no"], place: { ...first.place, home } });
  }));
  await until("the first round", async () => await runs(first, "sessions") === 1);
  for (let round = 2; round <= 6; round++) {
    await Promise.all([first, ...others].map((server) => server.clock.move("+61m")));
    await until(`round ${round}`, async () => await runs(first, "sessions") >= round);
    await sleep(700); // whoever comes late finds it done
  }
  assert.equal(await runs(first, "sessions"), 6);
  await Promise.all(others.map((server) => server.stop()));
  await first.stop();
});
