// The nightly backup: at its hour, checked, the newest kept, passed on; and what `regulars check` says of it.
import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { regulars, regularsOk, run } from "../lib/program.mjs";
import { emptyPlace, engine, startServer } from "../lib/server.mjs";
import { databaseAddress, sql } from "../lib/postgres.mjs";
import { until } from "../lib/until.mjs";

const ending = engine === "sqlite" ? ".db" : ".dump";

async function started(t, options = {}) {
  const server = await startServer({ ...options, env: { REGULARS_BACKUP: "yes", ...options.env } });
  t.after(() => server.kill());
  await until("the first look", async () => (await server.request("GET", "/api/v1/chores")).body.total > 0);
  return server;
}

const backups = async (server) => (await server.request("GET", "/api/v1/backups", { as: "manager" })).body;
const good = async (server) => (await backups(server)).items.filter((one) => one.good).length;

// To a moment of the next local night of the first location, which is in Madrid.
async function toNight(server, hour = "03:16") {
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Madrid", dateStyle: "short", timeStyle: "short" });
  let at = server.clock.now() + 60_000;
  while (local.format(at).slice(11) !== hour)
    at += 60_000 - (at % 60_000);
  await server.clock.set(at - Date.now());
}

const check = (server, env = {}) => regulars(["check", ...server.place.args],
  { env: { REGULARS_BACKUP: "yes", REGULARS_TEST_CLOCK: server.clock.file, ...env } });

test("a backup is made every night while the program runs, and holds what was there", async (t) => {
  const server = await started(t);
  const made = await server.request("POST", "L/contacts", { as: "staff", json: { name: "Ana Ruiz", source: "referral" } });
  assert.equal(made.status, 201);
  const before = await backups(server);
  assert.deepEqual([before.enabled, before.at, before.time_zone, before.keep, before.items.length, before.last_good_at],
    [true, "03:15", "Europe/Madrid", 14, 0, null]);

  await toNight(server);
  await until("the backup", async () => await good(server) === 1);
  const after = await backups(server);
  const [made1] = after.items;
  assert.equal(made1.error, null);
  assert.equal(after.last_good_at, made1.at);
  assert.match(made1.file, new RegExp(`^regulars-\\d{8}T\\d{6}Z\\${ending}$`));
  const folder = path.join(server.data, "backups");
  const file = path.join(folder, made1.file);
  assert.equal((await fs.stat(file)).mode & 0o777, 0o600);
  assert.equal((await fs.stat(folder)).mode & 0o777, 0o700);
  assert.equal((await fs.stat(file)).size, made1.bytes);

  // It can be put back, and Ana is there.
  const place = await emptyPlace();
  if (engine === "sqlite") {
    assert.equal(made1.people, 1);
    await regularsOk(["restore", file, ...place.args]);
  } else {
    const restored = await run("pg_restore", ["--no-owner", "--dbname", databaseAddress(place.database), file]);
    assert.equal(restored.code, 0, restored.stderr);
  }
  const { stdout } = await regularsOk(["export", "contacts", ...place.args, "--location", "pier"]);
  assert.match(stdout, /Ana Ruiz/);
  await place.remove();
  await server.stop();
});

test("the newest are kept, in both folders, and the command gets the file", async (t) => {
  const place = { ...await emptyPlace() };
  const copies = path.join(place.home, "other-disk"), list = path.join(place.home, "list");
  const server = await started(t, { args: ["--backup-keep", "3"], env: {
    REGULARS_BACKUP_COPY: copies, REGULARS_BACKUP_COMMAND: `echo "$REGULARS_BACKUP_FILE" >> ${list}`,
  } });
  const folder = path.join(server.data, "backups");
  await fs.mkdir(folder, { mode: 0o700 });
  await fs.writeFile(path.join(folder, `regulars-20200101T000000Z${ending}.unchecked`), "half");
  await fs.writeFile(path.join(folder, "something-else.db"), "not ours");
  for (let night = 1; night <= 5; night++) {
    await toNight(server);
    await until(`backup ${night}`, async () => await good(server) === night);
  }
  const files = (await backups(server)).items.map((one) => one.file);
  assert.equal(files.length, 5);
  assert.deepEqual((await fs.readdir(folder)).sort(), [...files.slice(0, 3), "something-else.db"].sort());
  assert.deepEqual((await fs.readdir(copies)).sort(), files.slice(0, 3).sort());
  assert.equal((await fs.stat(path.join(copies, files[0]))).mode & 0o777, 0o600);
  assert.deepEqual((await fs.readFile(list, "utf8")).trim().split("\n"),
    files.map((file) => path.join(folder, file)).reverse());
  await server.stop();
});

test("a backup that fails is said, and tried again; check tells its age", async (t) => {
  const server = await started(t);
  const folder = path.join(server.data, "backups");
  let result = await check(server);
  assert.equal(result.code, 0, result.stdout);
  assert.match(result.stdout, /^ok {5}backup {4}none yet; the first is made tonight$/m);

  await fs.writeFile(folder, "a file where the folder should be");
  await toNight(server);
  await until("the failure", async () => (await backups(server)).items.length === 1);
  const [failed] = (await backups(server)).items;
  assert.equal(failed.good, false);
  assert.match(failed.error, /cannot be made/);
  result = await check(server);
  assert.equal(result.code, 1);
  assert.match(result.stdout, /^WRONG {2}jobs {6}backup failed: the folder .* cannot be made/m);

  await fs.rm(folder);
  await server.clock.move("+16m");
  await until("the next try", async () => await good(server) === 1);
  result = await check(server);
  assert.equal(result.code, 0, result.stdout);
  assert.match(result.stdout, /^ok {5}backup {4}the last good one is .* old$/m);

  // Nobody made one for two days: the server was down.
  await server.kill();
  await server.clock.move("+2d");
  result = await check(server);
  assert.equal(result.code, 1);
  assert.match(result.stdout, /^WRONG {2}backup {4}the last good one is 2 days old$/m);
  assert.match(result.stdout, /^WRONG {2}jobs {6}backup should have begun .* ago; no server is doing it$/m);
  // With copies made elsewhere that is no fault of the backup.
  result = await check(server, { REGULARS_BACKUP: "no" });
  assert.match(result.stdout, /^ok {5}backup {4}switched off/m);

  // The missed night is made up for.
  await server.start([], { REGULARS_BACKUP: "yes" });
  await until("the one that was missed", async () => await good(server) === 2);
  await server.stop();
});

test("a second folder that fails leaves a good backup, and is said", async (t) => {
  const server = await started(t, { env: { REGULARS_BACKUP_COPY: "/dev/null/nowhere", REGULARS_BACKUP_COMMAND: "exit 3" } });
  await server.request("POST", "/api/v1/chores/backup/run", { as: "owner" });
  await until("the backup", async () => await good(server) === 1);
  assert.match((await backups(server)).items[0].copy_error, /nowhere/);
  const { code, stdout } = await check(server);
  assert.equal(code, 1);
  assert.match(stdout, /^ok {5}backup/m);
  assert.match(stdout, /^WRONG {2}jobs {6}backup failed: the folder/m);
  await server.stop();
});

test("a server that is killed in the middle makes the backup after its start", async (t) => {
  const server = await started(t, { env: { REGULARS_BACKUP_COMMAND: "sleep 60" } });
  await toNight(server);
  await until("the file", async () =>
    (await fs.readdir(path.join(server.data, "backups")).catch(() => [])).some((name) => name.endsWith(ending)));
  await server.kill();
  assert.equal((await check(server)).code, 0);
  if (engine === "postgres")
    await server.clock.move("+6h"); // until the lease has ended: another server might be at it
  await server.start([], { REGULARS_BACKUP: "yes" });
  await until("the backup", async () => await good(server) === 1);
  await server.stop();
});

test("check says what is wrong, a line each", async (t) => {
  const server = await started(t);
  const { stdout } = await check(server);
  for (const name of ["database", "disk", "mail", "backup", "jobs", "clock"])
    assert.match(stdout, new RegExp(`^ok {5}${name} +\\S`, "m"));
  const { body } = await server.request("GET", "/api/v1/checkup", { as: "manager" });
  assert.equal(body.ok, true);
  assert.deepEqual([...new Set(body.checks.map((one) => one.name))], ["database", "disk", "mail", "backup", "jobs", "clock"]);

  // The clock of the machine was set back after something was written.
  await server.request("POST", "L/contacts", { as: "staff", json: { name: "Ana", source: "referral" } });
  await server.clock.move("-3h");
  const back = await check(server);
  assert.equal(back.code, 1);
  assert.match(back.stdout, /^WRONG {2}clock {5}it is .* behind the newest entry of the audit/m);
  await server.stop();

  const nowhere = await emptyPlace();
  if (engine === "sqlite") {
    const none = await regulars(["check", ...nowhere.args]);
    assert.equal(none.code, 1);
    assert.match(none.stdout, /^WRONG {2}database {2}it cannot be read$/m);
  }
  await nowhere.remove();
});

test("what only looks changes no older database, and says so", { skip: engine !== "postgres" && "SQLite cannot: it is opened for reading" }, async (t) => {
  const place = await emptyPlace();
  t.after(() => place.remove());
  await regularsOk(["init", ...place.args, "--email", "o@example.com", "--name", "Olive", "--location", "Pier", "--slug", "pier", "--country", "ES",
    "--time-zone", "Europe/Madrid", "--currency", "EUR"], { input: "correct horse battery\n" });
  const newest = await sql(place.database, "DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration) RETURNING name");
  const { code, stdout, stderr } = await regulars(["check", ...place.args]);
  assert.equal(code, 1);
  assert.match(stdout, /^WRONG  database/m);
  assert.match(stderr, /older than this program.*regulars migrate/);
  assert.equal(await sql(place.database, `SELECT count(*) FROM schema_migration WHERE name = '${newest.split("\n")[0]}'`), "0");
});
