// A burst of robots at a form: 200 a second from one address, then 2,000 a second from many, all without a valid proof, while
// the dashboard is asked some forty times a second. Nobody may become a lead, and the dashboard's answers stay under 50 ms.
//
//     REGULARS_PROGRAM=build/release/regulars node tests/long/forms-burst.mjs [seconds] | tee bench/runs/forms-burst.txt

import { execSync } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { startServer } from "../lib/server.mjs";

const seconds = Number(process.argv[2] ?? 10);
const PROBE_EVERY_MS = 25;

const server = await startServer({ args: ["--trusted-proxy", "127.0.0.1", "--rate-address", "100000000", "--log", "errors"] });
const form = (await server.request("POST", "L/forms", { as: "owner", json: { kind: "contact", name: "Website" } })).body;
const { started } = (await server.request("GET", `/f/${form.key}/definition`)).body;
const challenge = (await server.request("GET", `/f/${form.key}/challenge`)).body;
await server.clock.move("+10s");

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const payload = (signature) => Buffer.from(JSON.stringify({ challenge: { ...challenge, signature },
  solution: { counter: 1, derivedKey: "00".repeat(32), time: 1 } })).toString("base64");
const proofs = ["", "rubbish", payload(challenge.signature), payload("00".repeat(32))];
const statuses = new Map();
let inFlight = 0, sent = 0, skipped = 0;

function attack(i, ip) {
  if (inFlight > 500) {
    skipped++;
    return;
  }
  const body = JSON.stringify({ fields: { name: `Robot ${i}`, email: `robot${i}@example.com`, message: `Buy ${i}` }, started, altcha: proofs[i % 4] });
  inFlight++;
  sent++;
  const request = http.request({ agent, host: "127.0.0.1", port: server.port, method: "POST", path: `/f/${form.key}`,
    headers: { "content-type": "application/json", accept: "application/json", "content-length": Buffer.byteLength(body), "x-forwarded-for": ip } }, (answer) => {
    answer.resume();
    answer.on("end", () => { inFlight--; statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1); });
  });
  request.on("error", () => { inFlight--; statuses.set("error", (statuses.get("error") ?? 0) + 1); });
  request.end(body);
}

// As the dashboard asks: its own page of figures, the list of leads, the enquiries. On a thread of its own, or its figures would
// be those of this program, which is busy sending.
async function probe(milliseconds, times) {
  const worker = new Worker(new URL("forms-burst-probe.mjs", import.meta.url), { workerData: {
    origin: server.origin, key: server.keys["pier/owner"], milliseconds, everyMs: PROBE_EVERY_MS } });
  const [measured] = await once(worker, "message");
  times.push(...measured);
}

function report(name, times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
  console.log(`${name.padEnd(34)} dashboard: ${times.length} answers, median ${at(0.5)} ms, 99 % ${at(0.99)} ms, worst ${at(1)} ms`);
}

async function phase(name, rate, address) {
  const times = [];
  statuses.clear();
  sent = skipped = 0;
  const begin = Date.now(), until = begin + seconds * 1000;
  const probing = probe(seconds * 1000, times);
  for (let fired = 0; Date.now() < until;) {
    const due = Math.floor((Date.now() - begin) / 1000 * rate);
    for (; fired < due; fired++)
      attack(fired, address(fired));
    await sleep(2);
  }
  await probing;
  while (inFlight > 0)
    await sleep(10);
  report(name, times);
  console.log(`${"".padEnd(34)} sent ${sent} (${Math.round(sent / seconds)} a second${skipped ? `, ${skipped} more could not be sent` : ""}), answers ${[...statuses].map(([s, n]) => `${s}: ${n}`).join(", ")}`);
}

console.log(`commit ${execSync("git rev-parse --short HEAD").toString().trim()}, ${new Date().toISOString()}, ${os.cpus().length} cores (${os.cpus()[0].model}), load ${os.loadavg()[0].toFixed(1)}, ${server.engine}, program ${process.env.REGULARS_PROGRAM ?? "build/asan/regulars"}`);
const calm = [];
await probe(3000, calm);
report("nobody at the form", calm);
await phase("200 a second from one address", 200, () => "203.0.113.9");
await phase("2,000 a second from many", 2000, (i) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`);
const { body: leads } = await server.request("GET", "L/contacts", { as: "owner" });
const { body: enquiries } = await server.request("GET", "L/enquiries", { as: "owner" });
const { body: refused } = await server.request("GET", `L/forms/${form.id}/submissions?state=spam`, { as: "owner" });
console.log(`leads ${leads.total}, enquiries ${enquiries.total}, refused ones kept for review ${refused.total}`);
agent.destroy();
await server.stop();
if (leads.total || enquiries.total)
  process.exitCode = 1;
