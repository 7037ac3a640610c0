// The smaller commands: help, user, location, migrate, config.

import assert from "node:assert/strict";
import test from "node:test";
import { furnishedPlace } from "../lib/moving.mjs";
import { sql } from "../lib/postgres.mjs";
import { regulars, regularsOk } from "../lib/program.mjs";
import { emptyPlace, engine, startServer } from "../lib/server.mjs";
import { until } from "../lib/until.mjs";

test("help lists every command, and every command has its own", async () => {
  const { stdout } = await regularsOk(["help"]);
  const names = [...stdout.matchAll(/^  regulars (\w+)/gm)].map((match) => match[1]);
  for (const name of ["serve", "init", "user", "location", "apikey", "migrate", "backup", "restore", "import", "export",
    "routes", "openapi", "config", "version"])
    assert.ok(names.includes(name), name);
  for (const name of names) {
    const help = await regularsOk([name, "--help"]);
    assert.match(help.stdout, new RegExp(`^regulars ${name}`), name);
    assert.match(help.stdout, /--store ADDRESS/, name);
  }
  const unknown = await regulars(["sing"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /no command "sing"/);
});

test("staff are made, listed and get a new password, which lets them in", async () => {
  const place = await furnishedPlace();
  const person = ["--email", "mia@example.com", "--name", "Mia Chen", "--location", "pier"];
  await regularsOk(["user", "create", ...person, ...place.args], { input: "a long password\n" });
  assert.match((await regularsOk(["user", "list", ...place.args])).stdout, /^mia@example\.com\tMia Chen$/m);
  await regularsOk(["user", "password", "--email", "mia@example.com", ...place.args], { input: "another password\n" });
  const cases = [
    [["create", ...person], "a long password\n", /has this address/],
    [["create", "--email", "b@example.com", "--name", "B", "--location", "moon"], "a long password\n", /no location "moon"/],
    [["create", "--email", "b@example.com", "--name", "B", "--location", "pier"], "short\n", /at least 10/],
    [["create", "--email", "b@example.com", "--name", "B", "--location", "pier"], "", /standard input/],
    [["create", "--email", "b@example.com", "--name", "B", "--location", "pier", "--role", "king"], "a long password\n", /owner, manager/],
    [["create", "--email", "b@example.com"], "a long password\n", /--name is needed/],
    [["password", "--email", "nobody@example.com"], "a long password\n", /Nobody of the team/],
    [["dismiss"], "", /user create/],
  ];
  for (const [args, input, sentence] of cases) {
    const { code, stderr } = await regulars(["user", ...args, ...place.args], { input });
    assert.notEqual(code, 0, args.join(" "));
    assert.match(stderr, sentence);
  }
  const server = await startServer({ place });
  const signIn = (password) => server.request("POST", "/api/v1/session",
    { as: "nobody", json: { email: "mia@example.com", password } });
  assert.equal((await signIn("a long password")).status, 401);
  assert.ok([200, 201].includes((await signIn("another password")).status));
  const beside = await regulars(["user", "password", "--email", "mia@example.com", ...place.args], { input: "yet another one\n" });
  assert.equal(beside.code, engine === "sqlite" ? 4 : 0, "never behind the back of a server that owns the file");
  await server.stop();
  await place.remove();
});

test("locations are made and listed", async () => {
  const place = await furnishedPlace();
  const kyoto = ["--name", "Kyoto", "--country", "JP", "--time-zone", "Asia/Tokyo", "--currency", "JPY"];
  assert.equal((await regularsOk(["location", "create", ...kyoto, ...place.args])).stdout, "kyoto\n");
  assert.match((await regularsOk(["location", "list", ...place.args])).stdout, /^kyoto\tKyoto$/m);
  assert.notEqual((await regulars(["location", "create", ...kyoto.slice(0, 4), ...place.args])).code, 0);
  const wrong = await regulars(["location", "create", ...kyoto.slice(0, 6), "--currency", "YEN!", ...place.args]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /currency/);
  await place.remove();
});

test("migrate says what it did", async () => {
  const place = await furnishedPlace();
  assert.match((await regularsOk(["migrate", ...place.args])).stdout, /^Nothing to do: the database is at \d{4}_/);
  await place.remove();
  const empty = await emptyPlace();
  const { code, stdout, stderr } = await regulars(["migrate", ...empty.args]);
  if (engine === "sqlite")
    assert.match(stderr, /no database at/);
  else
    assert.match(stdout, /applied: the database is at \d{4}_/);
  assert.equal(code, engine === "sqlite" ? 4 : 0);
  await empty.remove();
});

test("config shows what serve would have, but no password", async () => {
  const address = "postgres://me:secret@db/crm";
  const { stdout } = await regularsOk(["config", "--port", "9000"],
    { env: { REGULARS_LISTEN: "0.0.0.0", REGULARS_STORE: address } });
  assert.match((await regulars(["config", "--store", address])).stderr, /Everybody on this machine can read the password/);
  assert.match(stdout, /^--port 9000$/m);
  assert.match(stdout, /^--listen 0\.0\.0\.0$/m);
  assert.match(stdout, /^--store \(an address with a password\)$/m);
  assert.equal((await regulars(["config", "--port", "many"])).code, 2);
  assert.equal((await regulars(["config"], { env: { REGULARS_PORT: "x" } })).code, 2);
});

test("commands at once have ids of their own; when there are too many one is told so", { skip: engine !== "postgres" }, async () => {
  const place = await furnishedPlace();
  const add = (name) => regulars(["location", "create", "--name", name, "--country", "ES", "--time-zone", "Europe/Madrid", "--currency", "EUR", ...place.args]);
  const ask = (statement) => sql(place.database, statement);
  const held = async (count) => until(`${count} locks`, async () =>
    Number(await ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")) === count);
  const hold = async (from) => {
    ask(`SELECT pg_advisory_lock(1380403278, n) FROM generate_series(${from}, 1023) n; SELECT pg_sleep(600)`).catch(() => undefined);
    await held(1024 - from);
  };
  const letGo = async () => {
    await ask("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' GROUP BY pid");
    await held(0);
  };

  await hold(1009);
  assert.equal((await add("One is left")).code, 0);
  await letGo();
  await hold(1008);
  const refused = await add("None is left");
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /16 commands work on this database already/);
  await letGo();
  assert.equal((await add("Again")).code, 0);
});
