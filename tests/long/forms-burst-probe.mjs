// The dashboard's share of forms-burst.mjs: asks again and again on a connection of its own, and tells how long each answer took.

import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const { origin, key, milliseconds, everyMs } = workerData;
const targets = ["dashboard", "contacts?limit=25", "enquiries", "customers?limit=25"];
const agent = new http.Agent({ keepAlive: true });

const ask = (target) => new Promise((resolve, reject) => {
  http.get(`${origin}/api/v1/locations/pier/${target}`, { agent, headers: { authorization: `Bearer ${key}` } }, (answer) => {
    answer.resume();
    answer.on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${target} answered ${answer.statusCode}`))));
  }).on("error", reject);
});

const times = [];
const until = Date.now() + milliseconds;
for (let i = 0; Date.now() < until; i++) {
  const began = performance.now();
  await ask(targets[i % targets.length]);
  times.push(performance.now() - began);
  await sleep(everyMs);
}
agent.destroy();
parentPort.postMessage(times);
