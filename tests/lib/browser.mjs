// A real browser before a running server:
//
//     const desk = await startDesk();
//     const page = await desk.signedIn();
//     …
//     await desk.stop();
//
// Whatever a page does that the dashboard never may fails the test that asks `desk.check()`: a violation of the
// Content-Security-Policy, an error in a script, a request to another host.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { owner, startServer } from "./server.mjs";
import { slowed } from "./slow.mjs";
import { until } from "./until.mjs";

const require = createRequire(import.meta.url);
const axeScript = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

// How long a page may take for anything: much more than it does on the slowest machine that runs this.
export const MOST_MS = 30_000;

// `at` is what the clocks say at the beginning, that of the server and those of its pages: noon, for what would be
// otherwise when a day ends meanwhile.
export async function startDesk({ at, ...options } = {}) {
  const server = await startServer(options);
  if (at)
    await server.clock.move(at);
  const browser = await chromium.launch({
    executablePath: process.env.REGULARS_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync"],
  });
  return new Desk(server, slowed(browser));
}

const waitsFor = new WeakMap();

// Runs in the page.
function shiftClock(offsetMs) {
  const Real = globalThis.Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length ? parts : [Real.now() + offsetMs]));
    }
    static now() {
      return Real.now() + offsetMs;
    }
  };
}

class Desk {
  constructor(server, browser) {
    Object.assign(this, { server, browser, wrongs: [], state: undefined, offsetMs: server.clock.offsetMs });
  }

  // A page of a browser of its own: { viewport, colorScheme, signedIn }.
  async page({ signedIn = false, viewport = wide, ...more } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.server.origin, locale: "en-IE", timezoneId: "Europe/Madrid", viewport, reducedMotion: "reduce",
      storageState: signedIn ? await this.#session() : undefined, hasTouch: viewport === phone, ...more,
    });
    context.setDefaultTimeout(MOST_MS);
    await context.exposeBinding("regularsTestWrong", (_, what) => { this.wrongs.push(what); });
    if (this.offsetMs)
      await context.addInitScript(shiftClock, this.offsetMs);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        globalThis.regularsTestWrong(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    });
    const page = await context.newPage();
    this.#follow(page);
    page.on("pageerror", (error) => this.wrongs.push(`script: ${error.stack}`));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text()))
        this.wrongs.push(`policy: ${message.text()}`);
    });
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload")
        this.wrongs.push(`a script asks: ${dialog.message()}`);
      void dialog.accept();
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== this.server.origin)
        this.wrongs.push(`another host: ${request.url()}`);
    });
    return page;
  }

  // What the page waits for from the API, for settled(). The stream of events never ends.
  #follow(page) {
    const asked = new Set();
    page.on("request", (request) => {
      if (/^\/api\//.test(new URL(request.url()).pathname) && !request.url().includes("/events"))
        asked.add(request);
    });
    for (const end of ["requestfinished", "requestfailed"])
      page.on(end, (request) => asked.delete(request));
    waitsFor.set(page, asked);
  }

  // A page where the owner has signed in.
  async signedIn(path = "/l/pier/customers", options = {}) {
    const page = await this.page({ ...options, signedIn: true });
    await page.goto(path);
    return page;
  }

  async #session() {
    if (!this.state) {
      const page = await this.page();
      await signIn(page);
      this.state = await page.context().storageState();
      await page.context().close();
    }
    return this.state;
  }

  check() {
    assert.deepEqual(this.wrongs.splice(0), []);
  }

  async stop() {
    await this.browser.close();
    await this.server.stop();
  }
}

export async function signIn(page, { email, password } = owner) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/l\//);
  await page.locator("main h1").first().waitFor(); // the address is there before the screen and its keys
}

// What happens elsewhere reaches the page from now on: it is asked as another tab would ask it (web/src/lib/live.ts).
export async function listening(page, slug = "pier") {
  await page.evaluate((name) => new Promise((resolve) => {
    const channel = new BroadcastChannel(name);
    const timer = setInterval(() => channel.postMessage("is it live?"), 50);
    channel.onmessage = ({ data }) => {
      if (!data.live)
        return;
      clearInterval(timer);
      channel.close();
      resolve();
    };
  }), `regulars.${slug}`);
}

// So many of them are there, no more and no fewer: what is counted may still be what stood there before.
export async function counted(locator, wanted) {
  let seen;
  await until(() => `${locator} are ${wanted}, not ${seen}: that`, async () => { seen = await locator.count(); return seen === wanted; }, { mostMs: MOST_MS });
}

// A screen of the dashboard stands: what it asked for is there, nothing is drawn any more, nothing moves; seen twice.
// (The network is never idle: the dashboard listens to what happens.)
export async function settled(page, { mostMs = MOST_MS } = {}) {
  await page.locator("main h1").first().waitFor();
  const calm = () => page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(!document.querySelector('[aria-busy="true"]') && !document.getAnimations().length)));
  }));
  const deadline = Date.now() + mostMs;
  for (let seen = 0; seen < 2; ) {
    assert.ok(Date.now() < deadline, `${page.url()} does not come to rest`);
    seen = await calm() && !waitsFor.get(page).size ? seen + 1 : 0;
  }
}

// What axe finds on what is shown now; `rules` names the only ones that are asked, `within` selects where they are. It reads
// the style sheets itself for no rule that is asked: not to do so saves a third of its time.
export async function axe(page, rules, within = []) {
  if (!await page.evaluate(() => "axe" in globalThis))
    await page.evaluate(axeScript);
  const { violations } = await page.evaluate(([only, selectors]) => {
    const there = selectors.filter((each) => document.querySelector(each));
    return globalThis.axe.run(there.length ? { include: there.map((each) => [each]) } : document, {
      resultTypes: ["violations"], preload: { assets: ["media"] }, ...(only && { runOnly: { type: "rule", values: only } }),
    });
  }, [rules, within]);
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 300)}`));
}
