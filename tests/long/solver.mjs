// How long the widget's proof of work takes in chromium, in the page and in a worker, on a machine that is slowed in two
// ways: the main thread alone (the browser's own throttling), and the whole renderer, which is stopped for most of the
// time (so the threads of WebCrypto and workers are slow too).
//
//     node tests/long/solver.mjs
//
// Each line: what the solver itself took, for how long the page's main thread was busy, its longest task.

import fs from "node:fs";
import http from "node:http";
import { createChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { chromium } from "playwright-core";
import { startServer } from "../lib/server.mjs";

const COST = 1000, COUNTER = 2000;
const server = await startServer({ engine: "sqlite" });
const form = (await server.request("POST", "L/forms", { json: { kind: "contact", name: "Measured", verification: "pow" } })).body;
const secrets = { hmacSignatureSecret: "k1", hmacKeySignatureSecret: "k2" };

// The script and the definition are the server's; the challenge is always the same work.
const site = http.createServer(async (request, answer) => {
  const path = new URL(request.url, "http://site").pathname;
  if (path === "/" || path === "/worker") {
    answer.setHeader("content-type", "text/html");
    answer.end(`<!doctype html><title>Measured</title><script async src="/widget.js"></script><regulars-form form="${form.key}" worker="${path === "/" ? "none" : "/widget.js"}"></regulars-form>`);
  } else if (path.endsWith("/challenge")) {
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify(await createChallenge({ algorithm: "PBKDF2/SHA-256", deriveKey, cost: COST, counter: COUNTER, ...secrets, expiresAt: Math.floor(Date.now() / 1000) + 600 })));
  } else if (request.method === "POST") {
    let body = "";
    for await (const part of request)
      body += part;
    solved(JSON.parse(Buffer.from(JSON.parse(body).altcha, "base64")).solution);
    answer.setHeader("content-type", "application/json");
    answer.end('{"ok": true, "thank_you": "Thank you", "redirect": null}');
  } else {
    const from = await fetch(server.origin + path, { headers: { accept: request.headers.accept ?? "*/*" } });
    answer.setHeader("content-type", from.headers.get("content-type"));
    answer.end(await from.text());
  }
});
let solved = () => {};
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));

const launched = await chromium.launchServer({ executablePath: process.env.REGULARS_TEST_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const browser = await chromium.connect(launched.wsEndpoint());
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The renderers among the processes that descend from our browser.
function renderers() {
  const parents = new Map();
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch { /* it has ended */ }
  }
  const ours = (pid) => pid === launched.process().pid || (parents.has(pid) && parents.get(pid) > 1 && ours(parents.get(pid)));
  return [...parents.keys()].filter((pid) => {
    try {
      return ours(pid) && fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer");
    } catch {
      return false;
    }
  });
}
const signal = (pids, name) => pids.forEach((pid) => { try { process.kill(pid, name); } catch { /* it has ended */ } });

async function slowDown(times, until) {
  const pids = renderers(); // looked up once: looking takes as long as a slice
  while (!until.over) {
    signal(pids, "SIGSTOP");
    await pause(10 * (times - 1));
    signal(pids, "SIGCONT");
    await pause(10);
  }
}

async function measure(path, main, whole) {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { globalThis.longest = Math.max(globalThis.longest, duration); })).observe({ type: "longtask" });
  });
  await page.goto(`http://127.0.0.1:${site.address().port}${path}`);
  await page.getByLabel("Your name").waitFor();
  await pause(500);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const busy = async () => (await devtools.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  if (main > 1)
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: main });
  await page.evaluate(() => { globalThis.longest = 0; });
  const before = await busy(), until = { over: false };
  const slow = whole > 1 ? slowDown(whole, until) : undefined;
  const answer = new Promise((resolve) => { solved = resolve; });
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("E-mail").fill("ana@example.com");
  await page.getByLabel("Your message").fill("x");
  await page.getByRole("button", { name: "Send" }).click();
  const { time } = await answer;
  until.over = true;
  await slow;
  const took = await busy() - before;
  console.log(`${path === "/" ? "page  " : "worker"} main ${main}x whole ${whole}x: solved in ${(time / 1000).toFixed(1)} s, main thread busy ${took.toFixed(2)} s, longest task ${Math.round(await page.evaluate(() => globalThis.longest))} ms`);
  await page.context().close();
}

console.log(`${COUNTER} tries at ${COST} rounds`);
for (const path of ["/", "/worker"])
  for (const [main, whole] of [[1, 1], [4, 1], [6, 1], [1, 4], [1, 6]])
    await measure(path, main, whole);
await browser.close();
await launched.close();
site.closeAllConnections();
site.close();
await server.stop();
