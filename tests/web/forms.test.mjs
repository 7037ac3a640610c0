// A visitor on the website of a business writes through a form: with the widget, by the hosted page, by plain HTML; with
// JavaScript and without; with a connection and without.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, test } from "node:test";
import { chromium } from "playwright-core";
import { axe, phone, startDesk } from "../lib/browser.mjs";
import { startShop } from "../lib/shop.mjs";
import { until } from "../lib/until.mjs";

const require = createRequire(import.meta.url);
const wording = "Yes, send me the news of the harbour. See https://kayak.example/privacy.";
let desk, shop, stranger, form, news, arabic;

async function made(json) {
  const { status, body, text } = await desk.server.request("POST", "L/forms", { json });
  assert.equal(status, 201, text);
  return body;
}
const script = () => `<script async src="${shop.regulars}/widget.js"></script>`;
const element = (it, more = "") => `<regulars-form form="${it.key}" ${more}><a href="${shop.regulars}/f/${it.key}">Write to us</a></regulars-form>`;
const plain = (it) => `<form method="post" action="${shop.regulars}/f/${it.key}" accept-charset="utf-8">
  <p><label>Your name <input name="name" required></label></p><p><label>E-mail <input name="email" type="email" required></label></p>
  <p><label>Your message <textarea name="message" required></textarea></label></p>
  <p><label>Before? <select name="q_${it.questions[1].id}"><option value="yes">Yes</option></select></label></p>
  <div hidden><input name="${it.honeypot}" tabindex="-1" autocomplete="off"></div><button>Send</button></form>`;

before(async () => {
  desk = await startDesk({ args: ["--rate-form", "1000"] });
  shop = await startShop(desk.server.origin);
  stranger = await startShop(desk.server.origin);
  form = await made({
    kind: "contact", name: "Website", intro: "We answer within a day.", origins: [shop.origin], consent_ask: true, consent_text: wording, tags: ["Web"],
    questions: [{ kind: "choice", text: "Which trip?", choices: ["Sunset", "Island"] }, { kind: "yes-no", text: "Have you paddled before?", required: true }],
  });
  news = await made({ kind: "subscribe", name: "News", origins: [shop.origin] });
  arabic = await made({ kind: "contact", name: "Arabic", language: "ar", title: "اكتب لنا", origins: [shop.origin], fields: [{ name: "name", label: "الاسم", required: true }, { name: "email", label: "البريد", required: true }] });
  Object.assign(shop.pages, {
    "/contact": script() + element(form),
    "/all": script() + element(form) + element(news) + element(arabic),
    "/plain": plain(form),
    "/plain-with-script": script() + plain(form),
  });
  stranger.pages["/contact"] = script() + element(form);
});
afterEach(() => { desk.check(); shop.check(); stranger.check(); });
after(async () => {
  await shop.stop();
  await stranger.stop();
  await desk.stop();
});

const field = (page, name) => page.getByRole("textbox", { name, exact: true });
async function fill(page, name, { email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`, message = `${name} asks` } = {}) {
  await field(page, "Your name").fill(name);
  await field(page, "E-mail").fill(email);
  await field(page, "Your message").fill(message);
  if (await page.getByRole("radio").count())
    await page.getByRole("radio", { name: "Yes" }).check();
}
const send = (page) => page.getByRole("button", { name: "Send" }).click();
const thanked = (page) => page.getByText("Thank you for writing").waitFor();
async function submissions(name, of = form) {
  const { body } = await desk.server.request("GET", `L/forms/${of.id}/submissions?limit=200`);
  return body.items.filter((each) => each.name === name);
}
async function timeline(contact) {
  const { body } = await desk.server.request("GET", `L/contacts/${contact}/timeline`);
  return body.items;
}

test("a visitor writes through the widget, and a lead is there with the message and the consent", async () => {
  const page = await shop.open(desk, "/contact");
  await fill(page, "Ana Ruiz", { message: "Is there room on Sunday?" });
  await page.getByLabel("Which trip?").selectOption("Sunset");
  await page.getByRole("checkbox").check();
  const [answer] = await Promise.all([page.waitForResponse((each) => each.request().method() === "POST"), send(page)]);
  assert.equal(answer.status(), 200);
  await thanked(page);
  assert.equal(await page.evaluate(() => document.querySelector("regulars-form").shadowRoot.activeElement?.getAttribute("role")), "status");

  const [it] = await submissions("Ana Ruiz");
  assert.equal(it.state, "accepted");
  assert.equal(it.message, "Is there room on Sunday?");
  assert.deepEqual(it.answers.map(({ value }) => value), ["Sunset", "yes"]);
  const { body: contact } = await desk.server.request("GET", `L/contacts/${it.contact_id}`);
  assert.equal(contact.source, "contact-form");
  assert.deepEqual(contact.tags, ["Web"]);
  assert.equal(contact.contact_consent, true);
  const { body: consents } = await desk.server.request("GET", `L/contacts/${it.contact_id}/consents`);
  const given = consents.items.find((each) => each.given);
  assert.equal(given.wording, wording);
  assert.equal(given.page, `${shop.origin}/contact`);
  assert.equal(given.form_id, form.id);
  assert.match(given.user_agent, /Chrome/);
  assert.ok((await timeline(it.contact_id)).some((each) => JSON.stringify(each).includes("Is there room on Sunday?")));
  const { body: enquiries } = await desk.server.request("GET", "L/enquiries?open=true");
  assert.ok(enquiries.items.some((each) => each.name === "Ana Ruiz" && !each.unsure));
  await page.context().close();
});

test("who does not tick the box has not agreed; a subscribe form is itself the asking", async () => {
  const page = await shop.open(desk, "/all");
  await page.locator("regulars-form").nth(0).getByRole("button", { name: "Send" }).waitFor();
  const first = page.locator("regulars-form").nth(0);
  await fill(first, "Tick Less");
  await send(first);
  await thanked(page);
  const { body } = await desk.server.request("GET", `L/contacts/${(await submissions("Tick Less"))[0].contact_id}`);
  assert.equal(body.contact_consent, false);

  const second = page.locator("regulars-form").nth(1);
  await second.getByText("By subscribing you agree").waitFor();
  assert.equal(await second.getByRole("checkbox").count(), 0);
  await field(second, "E-mail").fill("reader@example.com");
  await second.getByRole("button", { name: "Subscribe" }).click();
  await page.getByText("You are on the list").waitFor();
  const { body: leads } = await desk.server.request("GET", "L/contacts?source=subscribe-form");
  assert.equal(leads.items[0].primary_email, "reader@example.com");
  assert.equal(leads.items[0].contact_consent, true);
  await page.context().close();
});

test("what is wrong stands at its field, is told, and has the focus; the server's word counts as well", async () => {
  const page = await shop.open(desk, "/contact");
  await send(page);
  assert.equal(await page.getByRole("alert").textContent(), "Please look at the fields that are marked.");
  const name = field(page, "Your name");
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  assert.ok(await name.evaluate((it) => it.getRootNode().activeElement === it));
  assert.equal(await name.evaluate((it) => it.getRootNode().getElementById(it.getAttribute("aria-describedby")).textContent), "Please fill this in.");
  await name.fill("Wrong Address");
  assert.equal(await name.getAttribute("aria-invalid"), null);
  await fill(page, "Wrong Address", { email: "not an address" });
  await send(page);
  await page.getByText("This does not look like an e-mail address.").waitFor();
  await field(page, "E-mail").fill("dots..dots@example.com"); // only the server knows
  await send(page);
  await page.waitForFunction(() => document.querySelector("regulars-form").shadowRoot.activeElement?.id === "f-email");
  assert.equal(await field(page, "Your message").inputValue(), "Wrong Address asks");
  await field(page, "E-mail").fill("right@example.com");
  await send(page);
  await thanked(page);
  assert.deepEqual((await submissions("Wrong Address")).map(({ state }) => state), ["accepted"]);
  await page.context().close();
});

test("a form that is changed while somebody writes is shown as it is now, with what was typed", async () => {
  const moving = await made({ kind: "contact", name: "Moving", origins: [shop.origin], verification: "none", consent_ask: true, consent_text: "The first words." });
  shop.pages["/moving"] = script() + element(moving);
  const page = await shop.open(desk, "/moving");
  await fill(page, "Moving Target");
  await page.getByRole("checkbox", { name: "The first words." }).check();
  const changed = await desk.server.request("PATCH", `L/forms/${moving.id}`, { json: { verification: "pow", consent_text: "The second words.",
    questions: [{ kind: "text", text: "Your boat?", required: true }] } });
  assert.equal(changed.status, 200, changed.text);
  await send(page);
  await page.getByText("This form was changed since you opened it").waitFor();
  assert.equal(await page.getByRole("checkbox", { name: "The second words." }).isChecked(), false, "nobody agreed to these");
  assert.equal(await field(page, "Your message").inputValue(), "Moving Target asks");
  await field(page, "Your boat?").fill("Nr 4");
  await send(page);
  await thanked(page);
  const [it] = await submissions("Moving Target", moving);
  assert.deepEqual([it.state, it.consent, it.answers[0].value], ["accepted", false, "Nr 4"]);
  await page.context().close();
});

test("everything by keyboard", async () => {
  const page = await shop.open(desk, "/contact");
  await field(page, "Your name").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Key Board");
  await page.keyboard.press("Tab");
  await page.keyboard.type("key@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Typed only");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab"); // the link in the consent's words is after its box
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await thanked(page);
  const [it] = await submissions("Key Board");
  assert.deepEqual([it.state, it.answers[0].value, it.answers[1].value], ["accepted", "Sunset", "yes"]);
  await page.context().close();
});

test("when the connection is lost nothing that was typed is, and it is sent when it is back", async () => {
  const page = await shop.open(desk, "/contact");
  await fill(page, "Lost Connection");
  await page.waitForTimeout(1500); // the proof is there
  await page.context().setOffline(true);
  await send(page);
  await page.getByRole("alert").getByText("The connection is gone").waitFor();
  assert.equal(await field(page, "Your message").inputValue(), "Lost Connection asks");
  await page.context().setOffline(false);
  await thanked(page);
  assert.equal((await submissions("Lost Connection")).length, 1);
  await page.context().close();
});

test("an answer that is lost on its way makes no second lead", async () => {
  const page = await shop.open(desk, "/contact");
  await fill(page, "Lost Answer");
  let posts = 0;
  await page.route(`**/f/${form.key}`, async (route) => {
    if (route.request().method() !== "POST" || posts++)
      return route.continue();
    await route.fetch(); // it arrives, and nobody hears of it
    return route.abort("connectionreset");
  });
  await send(page);
  await page.getByRole("alert").getByText("The connection is gone").waitFor();
  await thanked(page);
  assert.equal(posts, 2);
  assert.equal((await submissions("Lost Answer")).length, 1);
  await page.context().close();
});

test("the page is told, may hold it back, and may go its own way afterwards", async () => {
  const page = await shop.open(desk, "/contact");
  await fill(page, "Held Back");
  await page.evaluate(() => {
    globalThis.told = [];
    for (const name of ["submit", "sent", "error"])
      document.addEventListener(`regulars-${name}`, (event) => { globalThis.told.push([name, Object.keys(event.detail)]); if (globalThis.hold === name) event.preventDefault(); });
    globalThis.hold = "submit";
  });
  await send(page);
  await page.waitForFunction(() => globalThis.told.length);
  assert.deepEqual(await page.evaluate(() => globalThis.told), [["submit", ["fields", "answers", "consent"]]]);
  await page.evaluate(() => { globalThis.hold = "sent"; });
  await send(page);
  await page.waitForFunction(() => globalThis.told.length === 3);
  assert.deepEqual((await page.evaluate(() => globalThis.told))[2], ["sent", ["thankYou", "redirect"]]);
  await field(page, "Your name").waitFor(); // still there: the page decides
  await page.context().close();
});

test("from a website that is not allowed there is no form, but what stands in its place", async () => {
  const page = await stranger.open(desk, "/contact");
  await page.getByRole("link", { name: "Write to us" }).waitFor();
  const told = async () => (await page.consoleMessages()).some((each) => each.text().includes("cannot be shown here"));
  await until("that the console says why", told);
  assert.equal(await page.getByRole("textbox").count(), 0);
  stranger.wrongs.length = 0; // the browser reports the refusal by CORS to the console only
  await page.context().close();
});

test("right to left where the language is; several on a page do not disturb each other", async () => {
  const page = await shop.open(desk, "/all");
  await field(page, "الاسم").waitFor();
  assert.equal(await field(page, "الاسم").evaluate((it) => getComputedStyle(it.form).direction), "rtl");
  assert.equal(await field(page, "Your name").evaluate((it) => getComputedStyle(it.form).direction), "ltr");
  await page.context().close();
});

test("on a phone, by touch", async () => {
  const page = await shop.open(desk, "/contact", { viewport: phone, hasTouch: true, isMobile: true });
  await field(page, "Your name").tap();
  await fill(page, "Touch Screen");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  for (const each of await page.locator("regulars-form").locator("input:visible:not([type=radio]):not([type=checkbox]), select, textarea, button").all()) {
    const { height } = await each.boundingBox();
    assert.ok(height >= 44, `${height}`);
    assert.ok(await each.evaluate((it) => parseFloat(getComputedStyle(it).fontSize) >= 16), "the phone would zoom");
  }
  await page.getByRole("button", { name: "Send" }).tap();
  await thanked(page);
  assert.equal((await submissions("Touch Screen"))[0].state, "accepted");
  await page.context().close();
});

test("the hosted page, with a proof where there is JavaScript", async () => {
  const page = await desk.page();
  await page.goto(`/f/${form.key}`);
  await fill(page, "Hosted Script");
  await send(page);
  await thanked(page);
  assert.deepEqual((await submissions("Hosted Script")).map(({ state }) => state), ["accepted"]);
  await page.context().close();
});

test("the hosted page without JavaScript: one button more, and it is held as unsure", async () => {
  const page = await desk.page({ javaScriptEnabled: false });
  await page.goto(`/f/${form.key}`);
  await fill(page, "Hosted Plain");
  await page.waitForTimeout(4000); // as long as a person needs
  await send(page);
  await page.getByRole("heading", { name: "One more step" }).waitFor();
  await page.waitForTimeout(2000);
  await page.getByRole("button", { name: "Send it" }).click();
  await thanked(page);
  const [it] = await submissions("Hosted Plain");
  assert.deepEqual([it.state, it.contact_id, it.enquiry], ["unsure", null, "new"]);
  await page.context().close();
});

test("plain HTML of the business's own, without JavaScript", async () => {
  const page = await shop.open(desk, "/plain", { javaScriptEnabled: false });
  await fill(page, "Plain Html");
  await send(page);
  await page.getByRole("heading", { name: "One more step" }).waitFor();
  await page.waitForTimeout(3500);
  await page.getByRole("button", { name: "Send it" }).click();
  await thanked(page);
  assert.equal((await submissions("Plain Html"))[0].state, "unsure");
  await page.context().close();
});

test("plain HTML with our script on the page carries a proof", async () => {
  const page = await shop.open(desk, "/plain-with-script");
  await fill(page, "Plain Script");
  await send(page);
  await thanked(page);
  assert.equal((await submissions("Plain Script"))[0].state, "accepted");
  await page.context().close();
});

test("the proof is made in a worker where the page gives it one, and on our own page", async () => {
  const copy = await (await fetch(`${shop.regulars}/widget.js`)).text();
  const own = await startShop(desk.server.origin, { policy: `default-src 'none'; script-src ${shop.regulars}; worker-src 'self'; connect-src ${shop.regulars}; style-src 'self'` });
  const it = await made({ kind: "contact", name: "Worker", origins: [own.origin] });
  own.pages["/"] = script() + element(it, 'worker="/copy.js"');
  own.files["/copy.js"] = copy;
  const page = await own.open(desk, "/");
  const worker = page.waitForEvent("worker");
  await fill(page, "Works Elsewhere");
  assert.equal((await worker).url(), `${own.origin}/copy.js`);
  await send(page);
  await thanked(page);
  assert.equal((await submissions("Works Elsewhere", it))[0].state, "accepted");
  own.check();
  await own.stop();
  await page.context().close();

  const hosted = await desk.page();
  await hosted.goto(`/f/${form.key}`);
  const second = hosted.waitForEvent("worker");
  await field(hosted, "Your name").focus();
  assert.equal((await second).url(), `${shop.regulars}/widget.js`);
  await hosted.context().close();
});

test("on a page without TLS, where the browser has no cryptography", async () => {
  const insecure = await chromium.launch({ executablePath: process.env.REGULARS_TEST_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP shop.test 127.0.0.1"] });
  const { port } = new URL(shop.origin);
  const it = await made({ kind: "contact", name: "No TLS", origins: [`http://shop.test:${port}`], strength: "low" });
  shop.pages["/no-tls"] = script() + element(it);
  const page = await insecure.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(`http://shop.test:${port}/no-tls`);
  await fill(page, "No Tls");
  assert.equal(await page.evaluate(() => crypto.subtle), undefined);
  await send(page);
  await thanked(page);
  assert.equal((await submissions("No Tls", it))[0].state, "accepted");
  await insecure.close();
});

test("the official ALTCHA widget works against our challenge", async () => {
  // It brings styles and workers of its own, so its page has a policy of its own.
  const other = await startShop(desk.server.origin, { policy: `default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src ${shop.regulars}; form-action ${shop.regulars}` });
  const it = await made({ kind: "contact", name: "Altcha", origins: [other.origin], questions: [{ kind: "text", text: "x" }, { kind: "yes-no", text: "Before?" }] });
  other.pages["/"] = `<script type="module" src="/altcha.js"></script>${plain(it).replace("<button>", `<altcha-widget challenge="${shop.regulars}/f/${it.key}/challenge"></altcha-widget><button>`)}`;
  other.files["/altcha.js"] = fs.readFileSync(require.resolve("altcha").replace(/dist.*$/, "dist/main/altcha.min.js"));
  const page = await other.open(desk, "/");
  await fill(page, "Official Altcha");
  await page.locator("altcha-widget input[type=checkbox]").click({ force: true });
  await page.waitForFunction(() => document.querySelector('input[name="altcha"]')?.value);
  await send(page);
  await thanked(page);
  assert.equal((await submissions("Official Altcha", it))[0].state, "accepted");
  other.check();
  await other.stop();
  await page.context().close();
});

test("the page of a form in Arabic runs from right to left, and nothing stands beside it", async () => {
  const page = await desk.page({ viewport: phone, colorScheme: "dark", bypassCSP: true });
  await page.goto(`/f/${arabic.key}`);
  await page.getByRole("textbox", { name: "الاسم" }).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).direction), "rtl");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await page.goto(`/f/${arabic.key}?bare=1`);
  await page.getByRole("textbox", { name: "الاسم" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"])
  test(`axe finds nothing on the widget and the hosted page, ${colorScheme}`, async () => {
    for (const path of ["/contact", "/all", `${shop.regulars}/f/${form.key}`]) {
      // The page's own policy would refuse what axe is put in with: it is not what is tested here.
      const page = await shop.open(desk, path, { colorScheme, bypassCSP: true });
      await field(page, "Your name").waitFor();
      await page.waitForTimeout(300);
      assert.deepEqual(await axe(page), [], path);
      if (path.startsWith("/")) {
        await page.getByRole("button", { name: "Send" }).first().click();
        await page.getByRole("alert").first().getByText("Please look").waitFor();
        assert.deepEqual(await axe(page), [], `${path}, with errors`);
      }
      await page.context().close();
    }
  });
