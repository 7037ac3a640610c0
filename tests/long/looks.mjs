// Every screen in every state, as sheets of pictures that one can look through:
//
//     node tests/long/looks.mjs FOLDER [--states demo,empty,hostile] [--looks light-wide,dark-wide,light-narrow,dark-narrow] [part of a name…]
//
// The demo business, one on its first day, and one whose every record is meant to break the screens; each screen, each tab
// and each dialog; of the hostile one what its visitors see, too. A picture is FOLDER/<state>/<look>/<name>.png, a sheet FOLDER/<state>-<look>-<n>.png.

import fs from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { settled, signIn, startDesk, wide } from "../lib/browser.mjs";
import { dialogsOf } from "../lib/dialogs.mjs";
import { furnish, screensOf } from "../lib/hostile.mjs";
import { letters } from "../lib/letters.mjs";
import { small } from "../lib/looks.mjs";
import { regularsOk } from "../lib/program.mjs";
import { emptyPlace } from "../lib/server.mjs";
import { startMailServer } from "../lib/smtp.mjs";

const LONGEST = { wide: 3000, narrow: 5000 }; // of a picture, px
const ACROSS = { "light-wide": 2, "dark-wide": 3, "light-narrow": 5, "dark-narrow": 6 };
const DOWN = { "light-wide": 2, "dark-wide": 3, "light-narrow": 1, "dark-narrow": 1 };
const CELL = { "light-wide": 900, "dark-wide": 620, "light-narrow": 360, "dark-narrow": 320 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { states: { type: "string", default: "demo,empty,hostile" }, looks: { type: "string", default: Object.keys(ACROSS).join(",") } },
});
const [out, ...parts] = positionals;
if (!out)
  throw new Error("into which folder?");
const wanted = (name) => !parts.length || parts.some((part) => name.includes(part));

// ---- the states: { desk, slug, ids, as }

async function demo() {
  const place = await emptyPlace("sqlite");
  const { stdout } = await regularsOk(["demo", ...place.args], { timeoutMs: 600_000 });
  const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(stdout);
  const { stdout: key } = await regularsOk(["apikey", "create", ...place.args, "--location", "harbour-kayaks", "--role", "owner", "--name", "Looks"]);
  const desk = await startDesk({ engine: "sqlite", place });
  const read = async (what) => {
    const answer = await fetch(`${desk.server.origin}/api/v1/locations/harbour-kayaks/${what}`, { headers: { authorization: `Bearer ${key.trim()}` } });
    return (await answer.json()).items?.[0]?.id;
  };
  const ids = {
    customers: await read("customers?sort=-bookings"), leads: await read("contacts?status=contacted"), bookings: await read("bookings?status=confirmed"),
    surveys: await read("surveys"), forms: await read("forms"), checkouts: await read("checkouts"),
  };
  return { desk, slug: "harbour-kayaks", ids, as: { email, password }, close: async () => { await desk.stop(); await place.remove(); } };
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

const states = { demo, empty, hostile };
for (const state of values.states.split(",")) {
  const it = await states[state]();
  for (const name of values.looks.split(","))
    await sheets(it.desk.browser, state, name, await look(state, name, it));
  it.desk.check();
  await it.close();
}
