// Measures the promises of the dashboard in a real browser, at 100,000 people, and writes bench/browser.md.
//
//     make release bench && (cd bench && npm ci) && tests/node_modules/.bin/node bench/browser.mjs [options]
//
//     --people N          how many there are (100000)
//     --only "first search profile shift rows lighthouse"
//     --screens "team tags"   only these, where every screen is looked at
//     --out FILE          bench/browser.md
//
// Times are those of the browser, on loopback: from a key press to the frame in which its results are painted, and from
// the press on a row to the profile's. Each is done many times; what is written is the median and the 95th percentile.
// Machines differ and are busy, so nothing here is part of the tests.

import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { pageList, tabNames } from "../tests/lib/screens.mjs";

const root = path.resolve(import.meta.dirname, "..");
const { chromium } = createRequire(path.join(root, "tests/package.json"))("playwright-core");
const { values: options } = parseArgs({ options: {
  people: { type: "string", default: "100000" }, out: { type: "string", default: path.join(root, "bench/browser.md") },
  only: { type: "string", default: "first search profile shift rows lighthouse" }, screens: { type: "string", default: "" },
} });
const asked = options.only.split(/\s+/);
const people = Number(options.people);
const dir = process.env.BENCH_DIR ?? path.join(root, "build/bench");
const program = process.env.REGULARS ?? path.join(root, "build/release/regulars");
const chromiumPath = process.env.REGULARS_TEST_CHROMIUM ?? "/usr/bin/chromium";
const owner = { email: "owner@example.com", password: "a password for measuring only" };
const home = "/l/pier";
const debugPort = 9000 + (process.pid % 900);

const load = os.loadavg()[0];
const rows = [];
function row(what, goal, measured, met, how) {
  rows.push(`| ${what} | ${goal} | ${measured} | ${met ? "met" : "**missed**"} | ${how} |`);
  console.log(`${what}: ${measured} (goal ${goal}) ${met ? "met" : "MISSED"}; ${how}`);
}
const sorted = (all) => [...all].sort((a, b) => a - b);
const at = (all, part) => sorted(all)[Math.min(all.length - 1, Math.floor(all.length * part))];
const median = (all) => at(all, 0.5);
const ms = (value) => `${value.toFixed(0)} ms`;

// ---- the database and the server

function database() {
  const data = path.join(dir, `browser-${people}`);
  const made = path.join(data, "made");
  const schema = execFileSync("sh", ["-c", "cat migrations/*.sql bench/sample.c bench/make_people.c | cksum"], { cwd: root, encoding: "utf8" });
  if (fs.existsSync(made) && fs.readFileSync(made, "utf8") === schema)
    return data;
  fs.rmSync(data, { recursive: true, force: true });
  fs.mkdirSync(dir, { recursive: true });
  execFileSync(program, ["init", "--data", data, "--email", owner.email, "--name", "Olive Owner", "--location", "North Pier", "--slug", "pier",
    "--country", "ES", "--time-zone", "Europe/Madrid", "--currency", "EUR"], { input: `${owner.password}\n`, stdio: ["pipe", "ignore", "inherit"] });
  execFileSync(path.join(root, "build/release/bench/make_people"), [path.join(data, "regulars.db"), String(people)], { stdio: "inherit" });
  fs.writeFileSync(made, schema);
  return data;
}

// The demo business, in which every screen has something to show, and who may sign in there.
function demo() {
  const data = path.join(dir, "browser-demo");
  fs.rmSync(data, { recursive: true, force: true });
  const said = execFileSync(program, ["demo", "--data", data], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(said);
  return { data, email, password };
}

async function serve(data) {
  const portFile = path.join(dir, `${path.basename(data)}.port`);
  fs.rmSync(portFile, { force: true });
  const server = spawn(program, ["serve", "--data", data, "--port", "0", "--port-file", portFile, "--log", "errors", "--rate-address", "100000000"],
    { stdio: ["ignore", "ignore", "inherit"] });
  while (!fs.existsSync(portFile) || !fs.readFileSync(portFile, "utf8").trim()) {
    if (server.exitCode !== null)
      throw new Error("the server did not start");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { server, origin: `http://127.0.0.1:${fs.readFileSync(portFile, "utf8").trim()}` };
}

// What the page notes about itself: shifts of the layout.
const notes = () => {
  globalThis.noted = { shift: 0, shifts: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (!entry.hadRecentInput) {
        globalThis.noted.shift += entry.value;
        globalThis.noted.shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "")]);
      }
  }).observe({ type: "layout-shift", buffered: true });
};

async function signIn(page, { email, password } = owner) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/l\//);
}

// Until the frame after the next is painted, what was changed is seen.
const inPage = {
  // Runs `act`, waits until `done` answers true in a frame, and answers how long that took.
  measure: () => {
    globalThis.untilPainted = (act, done) => new Promise((resolve, reject) => {
      const begun = performance.now();
      const limit = begun + 10_000;
      const look = () => {
        if (done())
          requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now() - begun); channel.port2.postMessage(0); });
        else if (performance.now() > limit)
          reject(new Error("nothing was painted"));
        else
          requestAnimationFrame(look);
      };
      act();
      requestAnimationFrame(look);
    });
  },
};

// ---- the promises

async function firstLoad(browser, context, origin) {
  const fresh = await browser.newContext({ baseURL: origin, storageState: await context.storageState() });
  const page = await fresh.newPage();
  const client = await fresh.newCDPSession(page);
  const loaded = [];
  const hosts = new Set();
  await client.send("Network.enable");
  client.on("Network.responseReceived", ({ requestId, response }) => { loaded.push({ requestId, url: response.url }); hosts.add(new URL(response.url).origin); });
  const sizes = new Map();
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await page.goto(`${home}/customers`);
  await page.locator("tbody tr .who").first().waitFor();
  const bytes = loaded.filter(({ url }) => !url.includes("/api/")).reduce((sum, { requestId }) => sum + (sizes.get(requestId) ?? 0), 0);
  row("first load of Customers, compressed", "< 150 kB", `${(bytes / 1000).toFixed(1)} kB`, bytes > 0 && bytes < 150_000, "scripts, styles, icons and the page, as they went over the wire, until the rows stand");
  row("other hosts asked", "none", String(hosts.size - 1), hosts.size === 1, "of every answer that came");
  await fresh.close();
}

async function search(page) {
  const times = [];
  for (const word of ["ruiz", "hansen", "person.4", "3460000", "nguyen", "zoe van", "mail82", "5512"]) {
    await page.goto(`${home}/customers`);
    await page.locator("tbody tr .who").first().waitFor();
    await page.keyboard.press("/");
    await page.locator("dialog.palette input").waitFor();
    await page.evaluate(inPage.measure);
    for (let length = 1; length <= word.length; length++) {
      const typed = word.slice(0, length);
      const took = await page.evaluate((value) => {
        const input = document.querySelector("dialog.palette input");
        const list = document.querySelector("#hits");
        return globalThis.untilPainted(() => { input.value = value; input.dispatchEvent(new InputEvent("input", { bubbles: true })); },
          () => list.dataset.asked === value.trim());
      }, typed);
      if (typed.trim() !== typed)
        continue;
      times.push(took);
    }
  }
  row(`key press to results, ${people} people`, "< 50 ms", ms(median(times)), median(times) < 50, `${times.length} keys in 8 words; a tenth within ${ms(at(times, 0.1))}, 95 % within ${ms(at(times, 0.95))}`);
  row("the same, 95 of 100 keys", "< 50 ms", ms(at(times, 0.95)), at(times, 0.95) < 50, "customers, leads and bookings, one question for each key");
}

async function profile(page) {
  const times = [];
  await page.goto(`${home}/customers?limit=50`);
  await page.locator("tbody tr .who").first().waitFor();
  for (let i = 0; i < 40; i++) {
    await page.locator("tbody tr .who").nth(i).waitFor(); // rows come in groups
    await page.evaluate(inPage.measure);
    times.push(await page.evaluate((index) => {
      const link = document.querySelectorAll("tbody tr .who")[index];
      const { title: name } = link;
      return globalThis.untilPainted(() => link.click(), () => document.querySelector(".phead h1")?.textContent.trim() === name && document.querySelector(".prof .an dd"));
    }, i));
    await page.goBack();
  }
  row("list to profile", "< 100 ms", ms(median(times.slice(1))), median(times.slice(1)) < 100, `40 rows of 50; a tenth within ${ms(at(times, 0.1))}, 95 % within ${ms(at(times, 0.95))}; the first, which fetches the code, ${ms(times[0])}`);
}

const screens = pageList().map(({ name }) => name).filter((name) => !options.screens || options.screens.split(/\s+/).includes(name));

// The longest task of the main thread while `act` runs: by the clock, and by the processor's time, which other programs
// of the machine do not lengthen.
async function longest(browser, act) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { traceConfig: { includedCategories: ["toplevel", "__metadata"] } });
  await act();
  const over = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await over;
  await session.detach();
  const mains = new Set(events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}/${tid}`));
  const tasks = events.filter(({ ph, name, pid, tid }) => ph === "X" && name.endsWith("RunTask") && mains.has(`${pid}/${tid}`));
  return { clock: Math.max(0, ...tasks.map(({ dur }) => dur / 1000)), cpu: Math.max(0, ...tasks.map(({ tdur }) => (tdur ?? 0) / 1000)) };
}

async function shift(browser, page) {
  let worst = ["", 0];
  const long = [];
  for (const screen of screens) {
    long.push([screen, await longest(browser, async () => {
      await page.goto(`${home}/${screen}`);
      await page.locator("main h1").first().waitFor();
      await page.waitForTimeout(900);
    })]);
    const noted = await page.evaluate(() => globalThis.noted);
    if (noted.shift > worst[1])
      worst = [screen, noted.shift];
  }
  const [screen, { cpu, clock }] = long.sort((a, b) => b[1].cpu - a[1].cpu)[0];
  row("layout shift of a screen", "≤ 0.05", worst[1].toFixed(3), worst[1] <= 0.05, worst[1] ? `the most, on ${worst[0]}, of ${screens.length} screens` : `none on ${screens.length} screens`);
  row("the longest task while a screen loads", "< 50 ms", ms(cpu), cpu < 50, `processor time, on ${screen}, of ${screens.length} screens; ${ms(clock)} by the clock`);
}

async function manyRows(browser, page) {
  const load = await longest(browser, async () => {
    await page.goto(`${home}/customers?limit=200`);
    await page.locator("tbody tr").nth(199).waitFor();
    await page.waitForTimeout(500);
  });
  row("the longest task while 200 rows come", "< 50 ms", ms(load.cpu), load.cpu < 50, `processor time; ${ms(load.clock)} by the clock`);
  let frames;
  const moved = await longest(browser, async () => {
   frames = await page.evaluate(async () => {
    const gaps = [];
    let last = performance.now();
    for (let y = 0; y < 6000; y += 60) {
      window.scrollTo(0, y);
      await new Promise(requestAnimationFrame);
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    return gaps.slice(1);
   });
  });
  row("scrolling 200 rows, a frame", "< 34 ms", ms(at(frames, 0.95)), at(frames, 0.95) < 34, `95 of ${frames.length} frames; the median ${ms(median(frames))}; the longest task ${ms(moved.cpu)} of processor time`);
  await page.evaluate(inPage.measure);
  const ticks = [];
  for (let i = 0; i < 20; i++)
    ticks.push(await page.evaluate((index) => {
      const box = document.querySelectorAll("tbody .tick")[index];
      return globalThis.untilPainted(() => box.click(), () => box.closest("tr").getAttribute("aria-selected") === "true");
    }, i));
  row("ticking one of 200 rows", "< 50 ms", ms(median(ticks)), median(ticks) < 50, `a tenth within ${ms(at(ticks, 0.1))}, 95 % within ${ms(at(ticks, 0.95))}`);
}

// Every page of the demo business, one record of each kind that has a screen, and the tabs of the profiles.
async function everyScreen(page) {
  const home = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  const all = ["/sign-in"];
  for (const { name, one } of pageList().filter(({ name }) => screens.includes(name))) {
    all.push(`${home}/${name}`);
    if (!one)
      continue;
    const noun = name === "leads" ? "contacts" : name;
    const id = await page.evaluate(async (target) => (await (await fetch(target)).json()).items[0]?.id, `/api/v1/locations${home.slice(2)}/${noun}?limit=1`);
    if (!id)
      throw new Error(`the demo business has no record for the screen of one of "${name}"`);
    all.push(`${home}/${name}/${id}`);
    const tabs = { customers: () => tabNames("customer/tabs.ts").slice(1), leads: () => tabNames("contact/tabs.ts").slice(1),
      surveys: () => ["responses", "questions", "sending"], forms: () => ["use", "submissions"] }[name]?.() ?? [];
    all.push(...tabs.map((tab) => `${home}/${name}/${id}/${tab}`));
    if (name === "leads")
      all.push(`${home}/leads?list=enquiries&tab=all`, `${home}/leads?list=checkouts&tab=all`);
  }
  return all;
}

async function lighthouse(page, origin) {
  const { default: run } = await import("lighthouse");
  const targets = await everyScreen(page);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((name) => localStorage.setItem("regulars.theme", name), theme);
    const less = [];
    for (const target of targets) {
      // The stream of events never ends: the network is never quiet, and waiting for that is no use.
      const { lhr } = await run(origin + target, {
        port: debugPort, output: "json", logLevel: "error", onlyCategories: ["accessibility", "best-practices"], disableStorageReset: true, disableFullPageScreenshot: true, maxWaitForLoad: 6000,
        formFactor: "desktop", screenEmulation: { disabled: true }, throttlingMethod: "provided",
      });
      for (const { id, title, score, auditRefs } of Object.values(lhr.categories))
        if (score !== 1) {
          const failed = auditRefs.map(({ id: name }) => lhr.audits[name]).filter(({ score: each, scoreDisplayMode }) => each !== null && each < 1 && scoreDisplayMode !== "informative");
          less.push(`${target} ${title} ${Math.round(score * 100)}: ${failed.map(({ id: name }) => name).join(", ")}`);
          console.log("  ", target, id, score, failed.map(({ id: name, details }) => `${name} ${JSON.stringify(details?.items?.slice(0, 2)).slice(0, 300)}`).join("\n     "));
        }
    }
    row(`Lighthouse accessibility and best practices, ${theme}`, "100 on every screen", less.length ? `${targets.length - less.length} of ${targets.length}` : "100", !less.length, less.length ? less.join("; ") : `${targets.length} screens of the demo business, its records and tabs, signed in`);
  }
}

// ---- the run

const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const look = { viewport: { width: 1440, height: 900 }, locale: "en-IE", timezoneId: "Europe/Madrid" };
// The promises that are about a hundred thousand people.
async function measurePeople() {
  const { server, origin } = await serve(database());
  const browser = await chromium.launch({ executablePath: chromiumPath, args });
  try {
    const context = await browser.newContext({ baseURL: origin, ...look });
    await context.addInitScript(notes);
    const page = await context.newPage();
    await signIn(page);
    if (asked.includes("first"))
      await firstLoad(browser, context, origin);
    if (asked.includes("search"))
      await search(page);
    if (asked.includes("profile"))
      await profile(page);
    if (asked.includes("shift"))
      await shift(browser, page);
    if (asked.includes("rows"))
      await manyRows(browser, page);
  } finally {
    await browser.close();
    server.kill("SIGTERM");
  }
}

// Lighthouse opens tabs of its own in the browser's own profile, so one is signed in there.
async function measureScreens() {
  const profileDir = fs.mkdtempSync(path.join(os.tmpdir(), "regulars-bench-"));
  const { data, ...who } = demo();
  const { server, origin } = await serve(data);
  const own = await chromium.launchPersistentContext(profileDir, {
    executablePath: chromiumPath, headless: true, baseURL: origin, ...look, args: [...args, `--remote-debugging-port=${debugPort}`],
  });
  try {
    const tab = own.pages()[0] ?? await own.newPage();
    await signIn(tab, who);
    await tab.locator("main h1").first().waitFor();
    await lighthouse(tab, origin);
  } finally {
    await own.close();
    server.kill("SIGTERM");
    fs.rmSync(profileDir, { recursive: true, force: true });
  }
}

if (asked.some((each) => each !== "lighthouse"))
  await measurePeople();
if (asked.includes("lighthouse"))
  await measureScreens();

const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const version = execFileSync(chromiumPath, ["--version"], { encoding: "utf8" }).trim();
fs.writeFileSync(options.out, `# The dashboard's promises, measured in a browser

- machine: ${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, load ${load.toFixed(1)} at the beginning, ${os.loadavg()[0].toFixed(1)} at the end
- browser: ${version}, headless
- date: ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC
- commit: ${git("rev-parse", "--short", "HEAD")}
- command: node bench/browser.mjs --people ${people}${options.only === "first search profile shift rows lighthouse" ? "" : ` --only "${options.only}"`}${options.screens && ` --screens "${options.screens}"`}

| promise | goal | measured | | how |
|---|---|---|---|---|
${rows.join("\n")}
`);
