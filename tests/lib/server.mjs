// A running server with a database of its own:
//
//     const server = await startServer({ engine: "postgres" });
//     const { status, body } = await server.request("POST", "L/contacts", { as: "staff", json: { name: "Ana" } });
//     await server.stop();
//
// There are two locations, "pier" (L/) and "elsewhere" (E/), with an API key for every role in both. They are
// made once per engine and run, by the command line, and copied for each server.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environment, program, regularsOk, root, sanitizerReport } from "./program.mjs";
import { createDatabase, databaseAddress, dropDatabase } from "./postgres.mjs";
import { newAgent, send } from "./request.mjs";

export const roles = ["owner", "manager", "staff", "desk", "viewer"];
export const engines = (process.env.REGULARS_TEST_ENGINE ?? "sqlite").split(",");
export const engine = engines[0];

export const owner = { name: "Olive Owner", email: "owner@example.com", password: "correct horse battery staple" };
export const locations = {
  L: { name: "Pier", slug: "pier", country: "ES", zone: "Europe/Madrid", currency: "EUR" },
  E: { name: "Elsewhere", slug: "elsewhere", country: "US", zone: "America/New_York", currency: "USD" },
};

const ACCEPT_MS = 60_000;
const STOP_MS = 30_000;

// ---- places: a data directory and what the command line needs to find it

let scratch;
let scratchCount = 0;

export async function temporaryDirectory() {
  scratch ??= mkdtempSync(path.join(os.tmpdir(), "regulars-test-"));
  const dir = path.join(scratch, String(++scratchCount));
  await fs.mkdir(dir);
  return dir;
}

process.on("exit", () => {
  if (scratch)
    rmSync(scratch, { recursive: true, force: true });
});

// An empty place: nothing is set up. { data, args, store, remove() }.
export async function emptyPlace(kind = engine, { template } = {}) {
  const home = await temporaryDirectory();
  const data = path.join(home, "data");
  if (template)
    await fs.cp(template.data, data, { recursive: true });
  else
    await fs.mkdir(data, { mode: 0o700 });
  const database = kind === "postgres" ? await createDatabase(template?.database) : null;
  const store = database ? databaseAddress(database) : `sqlite:${path.join(data, "regulars.db")}`;
  return {
    kind, home, data, database, store,
    args: ["--data", data, "--store", store],
    async remove() {
      await fs.rm(home, { recursive: true, force: true });
      if (database)
        await dropDatabase(database);
    },
  };
}

const templates = new Map();

// The place that every server starts from. tests/run.mjs makes it once and hands it to its children.
export function furnished(kind) {
  const inherited = JSON.parse(process.env.REGULARS_TEST_FURNISHED ?? "{}")[kind];
  if (!templates.has(kind))
    templates.set(kind, inherited ? Promise.resolve(inherited) : furnish(kind));
  return templates.get(kind);
}

async function furnish(kind) {
  const place = await emptyPlace(kind);
  const described = (where) => ["--slug", where.slug, "--country", where.country, "--time-zone", where.zone,
    "--currency", where.currency];
  await regularsOk(["init", ...place.args, "--email", owner.email, "--name", owner.name,
    "--location", locations.L.name, ...described(locations.L)], { input: `${owner.password}\n` });
  await regularsOk(["location", "create", ...place.args, "--name", locations.E.name, ...described(locations.E)]);
  const keys = {};
  for (const where of Object.values(locations)) {
    for (const role of roles) {
      const { stdout } = await regularsOk(["apikey", "create", ...place.args, "--location", where.slug,
        "--role", role, "--name", `${role} of ${where.name}`]);
      keys[`${where.slug}/${role}`] = stdout.trim();
    }
  }
  return { ...place, keys };
}

// ---- servers

// options: engine, args (more of the command line), env, furnish: false (an empty place), place (an own one).
export async function startServer({ engine: kind = engine, args = [], env = {}, furnish: full = true, place } = {}) {
  const template = full && !place ? await furnished(kind) : undefined;
  const home = place ?? await emptyPlace(kind, { template });
  const server = new Server(home, template?.keys ?? {}, !place);
  await server.start(args, env);
  return server;
}

class Server {
  constructor(place, keys, ownsPlace) {
    Object.assign(this, { place, keys, ownsPlace, data: place.data, store: place.store, engine: place.kind });
    this.clock = new Clock(path.join(place.home, "clock"));
    this.agent = newAgent();
    this.stderr = "";
    this.stdout = "";
  }

  async start(args = [], env = {}) {
    const portFile = path.join(this.place.home, "port");
    await fs.rm(portFile, { force: true });
    await this.clock.set(this.clock.offsetMs);
    this.child = spawn(program, ["serve", ...this.place.args, "--port", "0", "--port-file", portFile, ...args], {
      cwd: root, env: environment({ REGULARS_TEST_CLOCK: this.clock.file, ...env }), stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout.on("data", (bytes) => { this.stdout = (this.stdout + bytes).slice(-10_000); });
    this.child.stderr.on("data", (bytes) => { this.stderr = (this.stderr + bytes).slice(-200_000); });
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => resolve({ code: null, signal: String(error) }));
      this.child.on("close", (code, signal) => resolve({ code, signal }));
    });
    running.add(this);
    this.port = await this.#readPort(portFile);
    this.origin = `http://127.0.0.1:${this.port}`;
  }

  async #readPort(file) {
    const deadline = Date.now() + ACCEPT_MS;
    let end;
    this.ended.then((how) => { end = how; });
    for (;;) {
      const text = await fs.readFile(file, "utf8").catch(() => "");
      if (/^\d+\s/.test(text))
        return Number(text);
      if (end || Date.now() > deadline) {
        this.child.kill("SIGKILL");
        running.delete(this);
        throw new Error(`the server did not start (${JSON.stringify(end ?? "too slow")}):\n${this.stderr.slice(-4000)}`);
      }
      await sleep(5);
    }
  }

  // "staff", "other-staff", or "nobody" for none: the headers that say who asks.
  authorization(as) {
    if (as === "nobody")
      return {};
    const other = as.startsWith("other-");
    const key = this.keys[`${(other ? locations.E : locations.L).slug}/${other ? as.slice(6) : as}`];
    if (!key)
      throw new Error(`nobody is called @${as}: ${roles.map((role) => `@${role}`).join(" ")} @other-… @nobody`);
    return { authorization: `Bearer ${key}` };
  }

  // `target` may begin with L/ or E/. options: as, json or body, headers (null removes one), agent.
  request(method, target, { as = "owner", json, body, headers = {}, agent = this.agent } = {}) {
    const all = { ...this.authorization(as) };
    if (json !== undefined)
      body = JSON.stringify(json);
    if (body !== undefined)
      Object.assign(all, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    for (const [name, value] of Object.entries(headers)) {
      if (value === null)
        delete all[name.toLowerCase()];
      else
        all[name.toLowerCase()] = value;
    }
    return send({ origin: this.origin, agent, method, target: expandTarget(target), headers: all, body });
  }

  // Ends the server kindly; an error when it does not end well.
  async stop() {
    if (!running.delete(this))
      return;
    this.agent.destroy();
    this.child.kill("SIGTERM");
    const slow = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    const { code, signal } = await this.ended;
    clearTimeout(slow);
    if (this.ownsPlace)
      await this.place.remove();
    const report = sanitizerReport(this.stderr);
    if (code !== 0 || report)
      throw new Error(`the server ended with ${signal ?? `code ${code}`}:\n${report ?? this.stderr.slice(-4000)}`);
  }

  // Ends it as a power cut would; the place stays.
  async kill() {
    running.delete(this);
    this.agent.destroy();
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

const running = new Set();
process.on("exit", () => {
  for (const server of running)
    server.child.kill("SIGKILL");
});

export function expandTarget(target) {
  const short = /^([LE])\//.exec(target);
  return short ? `/api/v1/locations/${locations[short[1]].slug}/${target.slice(2)}` : target;
}

// The clock of one server: an offset in milliseconds in a file (src/base/clock.h).
class Clock {
  offsetMs = 0;

  constructor(file) {
    this.file = file;
  }

  async set(offsetMs) {
    this.offsetMs = Math.round(offsetMs);
    await fs.writeFile(`${this.file}.new`, `${this.offsetMs}\n`);
    await fs.rename(`${this.file}.new`, this.file);
  }

  now() {
    return Date.now() + this.offsetMs;
  }

  // "+2h" from where it stands, or "2026-05-01T09:30:00Z".
  async move(text) {
    const step = /^([+-])(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(text);
    if (step) {
      const unit = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 }[step[3]];
      return this.set(this.offsetMs + (step[1] === "-" ? -1 : 1) * Number(step[2]) * unit);
    }
    const at = Date.parse(text);
    if (Number.isNaN(at))
      throw new Error(`no time: "${text}" (write +2h or 2026-05-01T09:30:00Z)`);
    return this.set(at - Date.now());
  }
}
