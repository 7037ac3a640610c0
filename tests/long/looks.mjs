// Every screen in every state, as sheets of pictures that one can look through:
//
//     node tests/long/looks.mjs FOLDER [--states demo,empty,hostile,visitors] [--looks light-wide,dark-wide,light-narrow,dark-narrow] [part of a name…]
//
// The demo business, one on its first day, and one whose every record is meant to break the screens; each screen, each tab
// and each dialog. With `visitors` what their visitors see (lib/visits.mjs, and the widget on a page of theirs), axe asked of
// each, and the hostile one's in colours that no text can be read on by itself.
// A picture is FOLDER/<state>/<look>/<name>.png, a sheet FOLDER/<state>-<look>-<n>.png.

import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { axe, settled, signIn, startDesk, wide } from "../lib/browser.mjs";
import { dialogsOf } from "../lib/dialogs.mjs";
import { furnish, screensOf } from "../lib/hostile.mjs";
import { letters } from "../lib/letters.mjs";
import { small } from "../lib/looks.mjs";
import { regularsOk } from "../lib/program.mjs";
import { pngOf } from "../lib/png.mjs";
import { emptyPlace, owner } from "../lib/server.mjs";
import { startShop } from "../lib/shop.mjs";
import { startMailServer } from "../lib/smtp.mjs";
import { visitArgs, visits, wordsOf } from "../lib/visits.mjs";

const LONGEST = { wide: 3000, narrow: 5000 }; // of a picture, px
const ACROSS = { "light-wide": 2, "dark-wide": 3, "light-narrow": 5, "dark-narrow": 6 };
const DOWN = { "light-wide": 2, "dark-wide": 3, "light-narrow": 1, "dark-narrow": 1 };
const CELL = { "light-wide": 900, "dark-wide": 620, "light-narrow": 360, "dark-narrow": 320 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { states: { type: "string", default: "demo,empty,hostile,visitors" }, looks: { type: "string", default: Object.keys(ACROSS).join(",") } },
});
const [out, ...parts] = positionals;
if (!out)
  throw new Error("into which folder?");
const wanted = (name) => !parts.length || parts.some((part) => name.includes(part));

// ---- the states: { desk, slug, ids, as }

async function demo(args) {
  const place = await emptyPlace("sqlite");
  const { stdout } = await regularsOk(["demo", ...place.args], { timeoutMs: 600_000 });
  const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(stdout);
  const { stdout: key } = await regularsOk(["apikey", "create", ...place.args, "--location", "harbour-kayaks", "--role", "owner", "--name", "Looks"]);
  const desk = await startDesk({ engine: "sqlite", place, args });
  const read = async (what) => {
    const answer = await fetch(`${desk.server.origin}/api/v1/locations/harbour-kayaks/${what}`, { headers: { authorization: `Bearer ${key.trim()}` } });
    return (await answer.json()).items?.[0]?.id;
  };
  const ids = {
    customers: await read("customers?sort=-bookings"), leads: await read("contacts?status=contacted"), bookings: await read("bookings?status=confirmed"),
    surveys: await read("surveys"), forms: await read("forms"), checkouts: await read("checkouts"),
  };
  return { desk, slug: "harbour-kayaks", ids, key: key.trim(), as: { email, password }, close: async () => { await desk.stop(); await place.remove(); } };
}

async function empty() {
  const desk = await startDesk();
  const made = async (target, json) => {
    const answer = await desk.server.request("POST", target, { as: "other-owner", json });
    if (answer.status !== 201)
      throw new Error(answer.text);
    return answer.body.id;
  };
  const ids = {
    customers: await made("E/customers", { name: "Ana Ruiz", no_email: true }), leads: await made("E/contacts", { name: "Kwame Mensah", source: "referral" }),
    surveys: await made("E/surveys", { name: "After the trip", questions: [{ id: "q1", kind: "rating", text: "How was it?" }] }),
    forms: await made("E/forms", { kind: "contact", name: "Contact" }),
    bookings: await made("E/bookings", { activity: "Sunset kayak", starts_at: "2031-05-01T09:30", status: "confirmed" }),
  };
  return { desk, slug: "elsewhere", ids, bare: "pier", close: () => desk.stop() };
}

async function hostile() {
  const mail = await startMailServer();
  const desk = await startDesk({ args: mail.args });
  const ids = await furnish(desk);
  return { desk, slug: "pier", ids, visitors: await letters(desk, mail, ids), close: async () => { await desk.stop(); await mail.stop(); } };
}

// ---- pictures

async function shoot(page, file, longest) {
  const height = await page.evaluate(() => (document.querySelector("dialog[open]") ? innerHeight : document.documentElement.scrollHeight));
  const { width } = page.viewportSize();
  await page.screenshot({ path: file, fullPage: height > page.viewportSize().height, clip: { x: 0, y: 0, width, height: Math.min(Math.max(height, page.viewportSize().height), longest) } });
}

async function look(state, name, { desk, slug, ids, as, bare, visitors = {} }) {
  const [colorScheme, width] = name.split("-");
  const viewport = width === "wide" ? wide : small;
  const folder = path.join(out, state, name);
  await fs.mkdir(folder, { recursive: true });
  const page = await desk.page({ colorScheme, viewport, hasTouch: width === "narrow" });
  const pictures = [];
  const take = async (what, open) => {
    if (!wanted(what))
      return;
    const file = path.join(folder, `${what.replaceAll(/[^\w]+/g, "-")}.png`);
    try {
      await open();
    } catch (error) {
      console.error(`${state}, ${name}, ${what}: ${error.message.split("\n")[0]}`);
    }
    await page.waitForTimeout(350);
    await shoot(page, file, LONGEST[width]);
    pictures.push({ what, file });
  };
  const visit = async (target) => { await page.goto(target); await settled(page); };
  await take("sign-in", () => page.goto("/sign-in").then(() => page.locator("h1").waitFor()));
  await take("first run", () => page.goto("/setup?token=none").then(() => page.locator("h1").waitFor()));
  for (const [what, target] of Object.entries(visitors))
    await take(what, () => page.goto(target).then(() => page.locator("h1").waitFor()));
  await signIn(page, as);
  for (const [what, target] of Object.entries(bare ? await screensOf(desk, bare) : {}))
    await take(`${what}, first day`, () => visit(target));
  for (const [what, target] of Object.entries(await screensOf(desk, slug, ids)))
    await take(what, () => visit(target));
  page.setDefaultTimeout(4_000);
  for (const [what, { at, open, ...only }] of Object.entries(dialogsOf(slug, ids)))
    if (only.narrow === undefined && only.wide === undefined || only[width])
      await take(`dialog ${what}`, async () => { await visit(at); await open(page); });
  await page.context().close();
  return pictures;
}

// ---- sheets: pictures side by side, each under its name

async function sheets(browser, state, name, pictures) {
  const each = ACROSS[name] * DOWN[name];
  const page = await browser.newPage({ viewport: { width: ACROSS[name] * (CELL[name] + 8), height: 100 } });
  for (let n = 0; n * each < pictures.length; n++) {
    const cells = await Promise.all(pictures.slice(n * each, (n + 1) * each).map(async ({ what, file }) =>
      `<figure><figcaption>${what}</figcaption><img src="data:image/png;base64,${await fs.readFile(file, "base64")}"></figure>`));
    await page.setContent(`<!doctype html><style>body{margin:0;background:#888;display:grid;grid-template-columns:repeat(${ACROSS[name]},${CELL[name]}px);gap:8px;align-items:start}
      figure{margin:0;max-height:${name.endsWith("wide") ? CELL[name] : 1500}px;overflow:hidden}figcaption{font:bold 15px sans-serif;background:#ff0;padding:2px 6px}img{width:100%;display:block}</style>${cells.join("")}`);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await page.screenshot({ path: path.join(out, `${state}-${name}-${String(n + 1).padStart(2, "0")}.png`), fullPage: true });
  }
  await page.close();
}

// ---- visitors: each state is made once, and shown in all looks

const LOOKS = values.looks.split(",").map((name) => ({ name, colorScheme: name.split("-")[0], width: name.split("-")[1] }));

async function shootVisitors(state, desk, all) {
  const pictures = Object.fromEntries(LOOKS.map(({ name }) => [name, []]));
  const page = await desk.page({ bypassCSP: true }); // axe is put in; the policy is tested elsewhere
  for (const [what, open] of Object.entries(all)) {
    let on = page;
    try {
      on = await open(page) ?? page;
    } catch (error) {
      console.error(`${state}, ${what}: ${error.message.split("\n")[0]}`);
    }
    for (const { name, colorScheme, width } of wanted(what) ? LOOKS : []) {
      const file = path.join(out, state, name, `${what.replaceAll(/[^\w]+/g, "-")}.png`);
      await fs.mkdir(path.dirname(file), { recursive: true });
      await on.emulateMedia({ colorScheme });
      await on.setViewportSize(width === "wide" ? wide : small);
      await on.waitForTimeout(200);
      for (const found of await axe(on))
        console.error(`${state}, ${name}, ${what}: ${found}`);
      if (await on.evaluate(() => document.documentElement.scrollWidth > innerWidth))
        console.error(`${state}, ${name}, ${what}: scrolls sideways`);
      await shoot(on, file, LONGEST[width]);
      pictures[name].push({ what, file });
    }
    if (on !== page)
      await on.context().close();
  }
  await page.context().close();
  for (const { name } of LOOKS)
    await sheets(desk.browser, state, name, pictures[name]);
}

// The widget on a page of the business: before, with what is wrong, and after.
async function widgetOf(where, words, shop) {
  const form = await where.ask("POST", "L/forms", { kind: "contact", consent_ask: true, ...words.form, origins: [shop.origin], verification: "none" });
  const target = `/${form.key}`;
  shop.pages[target] = `<script async src="${shop.regulars}/widget.js"></script><regulars-form form="${form.key}"></regulars-form>`;
  const open = async () => {
    const page = await shop.open(where.desk, target, { bypassCSP: true });
    await page.locator("regulars-form button").waitFor();
    return page;
  };
  const write = async (page) => {
    await page.locator("#f-name").fill(words.name);
    await page.locator("#f-email").fill("widget@visitors.example.com");
    await page.locator("#f-message").fill(words.message);
    for (const yes of await page.locator("input[type=radio]").all())
      await yes.check();
    await page.locator("input[type=checkbox]").check();
  };
  return {
    "widget": open,
    "widget, what is wrong": async () => { const page = await open(); await page.locator("regulars-form button").click(); await page.getByRole("alert").first().waitFor(); return page; },
    "widget, connection lost": async () => {
      const page = await open();
      await write(page);
      await page.context().setOffline(true);
      await page.locator("regulars-form button").click();
      await page.getByText("The connection is gone").waitFor();
      return page;
    },
    "widget, sent": async () => { const page = await open(); await write(page); await page.locator("regulars-form button").click(); await page.locator(".sent").waitFor(); return page; },
  };
}

async function visitors(state, where, words) {
  const shop = await startShop(where.desk.server.origin);
  await shootVisitors(state, where.desk, { ...await widgetOf(where, words, shop), ...await visits(where, words) });
  await shop.stop();
}

const askWith = (desk, { slug, as, key }) => async (method, target, json) => {
  const { status, body, text } = await desk.server.request(method, target.replace(/^L\//, `/api/v1/locations/${slug}/`), key
    ? { as: "nobody", json, headers: { authorization: `Bearer ${key}` } } : { as, json });
  if (status >= 300)
    throw new Error(`${method} ${target}: ${text}`);
  return body;
};

async function allVisitors() {
  const mail = await startMailServer();
  const args = [...mail.args, ...visitArgs];
  const desk = await startDesk({ args });
  const place = (at, as) => ({ desk, mail, at, as: owner, ask: askWith(desk, { slug: at, as }) });
  await visitors("visitors-empty", place("elsewhere", "other-owner"), wordsOf.none);
  const pier = place("pier", "owner");
  await furnish(desk);
  await desk.server.request("PUT", "L/logo", { body: pngOf(1600, 400), headers: { "content-type": "image/png" } });
  await pier.ask("PATCH", "L/mail-sender", { address: "crew@pier.example" });
  for (const [name, brand_colour] of [["hostile", "#c2410c"], ["white", "#ffffff"], ["black", "#000000"], ["yellow", "#ffff00"]]) {
    await pier.ask("PATCH", "L/settings", { brand_colour });
    await visitors(`visitors-${name}`, pier, wordsOf.hostile);
    await desk.server.request("DELETE", "L/logo");
  }
  desk.check();
  await desk.stop();
  const it = await demo(args);
  await visitors("visitors-demo", { desk: it.desk, mail, at: it.slug, as: it.as, ask: askWith(it.desk, it) }, wordsOf.plain);
  it.desk.check();
  await it.close();
  await mail.stop();
}

const states = { demo, empty, hostile };
for (const state of values.states.split(",")) {
  if (state === "visitors") {
    await allVisitors();
    continue;
  }
  const it = await states[state]();
  for (const { name } of LOOKS)
    await sheets(it.desk.browser, state, name, await look(state, name, it));
  it.desk.check();
  await it.close();
}
