// Checkouts: a booking page on another website reports them with the lines that the settings show; who leaves one stands
// under Leads, with the cart on the timeline; who books afterwards is recovered, with the value on the dashboard.

import assert from "node:assert/strict";
import http from "node:http";
import { after, afterEach, before, test } from "node:test";
import { axe, listening, phone, startDesk } from "../lib/browser.mjs";
import { sideways } from "../lib/looks.mjs";
import { until } from "../lib/until.mjs";

let desk, page, site;

const ask = async (method, target, json, as = "owner") => {
  const answer = await desk.server.request(method, target, { as, json });
  assert.ok(answer.status < 300, `${target}: ${answer.text}`);
  return answer.body;
};
const stateOf = (id, wanted) => until(`${id} is ${wanted}`, async () => (await ask("GET", `L/checkouts/${id}`)).state === wanted);
const row = (name) => page.locator("tbody tr", { hasText: name });
const tab = (name) => page.getByRole("navigation", { name: "Which checkouts" }).getByRole("link", { name }).click();

// The business's own website: a page with a form and whatever script it is given.
async function startSite() {
  const it = { script: "" };
  const server = http.createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>Book</title><form id="checkout" data-activity="Sunset kayak" data-total="12400" action="/done">
      <label>Name <input name="name"></label><label>E-mail <input name="email"></label><label>Phone <input name="phone"></label>
      <label><input type="checkbox" name="news"> Send me news, at most once a month.</label><button>Book</button></form>${it.script}`);
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  it.origin = `http://127.0.0.1:${server.address().port}`;
  it.stop = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return it;
}

before(async () => {
  site = await startSite();
  desk = await startDesk();
  page = await desk.signedIn("/l/pier/leads?list=checkouts");
});
afterEach(() => desk.check());
after(async () => {
  await desk?.stop();
  await site?.stop();
});

test("an owner connects the booking page", async () => {
  await page.getByRole("heading", { name: "Nobody left a checkout" }).waitFor();
  await page.getByRole("link", { name: "Connect the booking page" }).click();
  await page.getByRole("heading", { name: "Checkouts", level: 1 }).waitFor();
  await page.getByText("Name the websites, switch it on and save").waitFor();
  const origins = page.getByLabel("Websites that may report");
  await origins.fill("www.example.com/book");
  await page.getByLabel("Pages may report checkouts").check();
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  await page.getByText("Say it as a browser does").waitFor();
  assert.equal(await origins.getAttribute("aria-invalid"), "true");
  await origins.fill(site.origin);
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  await page.getByRole("heading", { name: "The script for the page" }).waitFor();
  assert.deepEqual(await axe(page), []);
  site.script = await page.getByRole("region", { name: "The script for the page" }).textContent();
  const { address } = await ask("GET", "L/checkout-reporting");
  assert.ok(site.script.includes(address), site.script);
});

test("who leaves the page becomes a lead, with the cart; the list hears of it", async () => {
  await page.goto("/l/pier/leads?list=checkouts");
  await page.getByRole("heading", { name: "Nobody left a checkout" }).waitFor();
  await listening(page);
  const visitor = await (await desk.browser.newContext()).newPage();
  await visitor.goto(`${site.origin}/book?trip=7`);
  await visitor.getByLabel("Name").fill("Ana Ruiz");
  await visitor.getByLabel("E-mail").fill("ana@example.com");
  await visitor.getByLabel("Phone").fill("+34 600 123 456");
  await visitor.getByLabel("Send me news").check();
  const open = await until("the page reports", async () => (await ask("GET", "L/checkouts")).items.find(({ consent }) => consent));
  assert.deepEqual([open.consent_wording, open.consent_page], ["Send me news, at most once a month.", `${site.origin}/book`]);
  assert.deepEqual([open.state, open.by_browser, open.person.name, open.activity, open.value.amount, open.resume_url],
    ["open", true, "Ana Ruiz", "Sunset kayak", 12400, null]);
  await visitor.context().close();
  // The engine knows more than the page.
  await ask("PUT", `L/checkouts/${open.external_id}`, {
    cart: [{ name: "Adult", quantity: 2, price: 6200 }], resume_url: "https://book.example.com/co-1", starts_at: "2031-06-14T18:30",
  });
  await desk.server.clock.move("+61m");
  await row("Ana Ruiz").waitFor();
  const text = await row("Ana Ruiz").textContent();
  for (const part of ["Abandoned", "Sunset kayak", "2 × Adult", "€124.00"])
    assert.ok(text.includes(part), text);
  await page.getByRole("navigation", { name: "Kinds of leads" }).getByRole("link", { name: /^Checkouts ?1$/ }).waitFor();
  assert.deepEqual(await axe(page), []);

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the resume link of Ana Ruiz" }).click();
  await page.getByRole("status").getByText("The resume link is copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "https://book.example.com/co-1");

  await row("Ana Ruiz").getByRole("button", { name: "Sunset kayak" }).click();
  const dialog = page.getByRole("dialog", { name: "Ana Ruiz" });
  await dialog.getByRole("row", { name: "Adult 2 €62.00" }).waitFor();
  await dialog.getByText("https://book.example.com/co-1").waitFor();
  await dialog.getByText("Agreed to news by e-mail: “Send me news, at most once a month.”").waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole("link", { name: "Open the profile" }).click();
  await page.getByRole("heading", { name: "Ana Ruiz", level: 1 }).waitFor();
  assert.match(page.url(), /\/leads\/con_/);
  const { items: [yes] } = await ask("GET", `L/contacts/${page.url().split("/").at(-1)}/consents`);
  assert.deepEqual([yes.given, yes.demonstrable, yes.page, yes.ip], [true, true, `${site.origin}/book`, "127.0.0.1"]);
  const entry = page.locator(".tl li", { hasText: "Left a checkout" });
  await entry.getByText("2 × Adult, €62.00").waitFor();
  assert.equal(await entry.getByRole("link", { name: "Resume link" }).getAttribute("href"), "https://book.example.com/co-1");
});

test("a booking recovers it: the list leads to the booking, the dashboard shows the value", async () => {
  await ask("PUT", "L/bookings/external/engine/b-1", {
    activity: "Sunset kayak", starts_at: "2031-06-14T18:30", status: "confirmed", grand_total: 12400, booker: { name: "Ana Ruiz", email: "ana@example.com" },
  });
  await page.goto("/l/pier/leads?list=checkouts");
  await page.getByRole("heading", { name: "Nobody left a checkout" }).waitFor();
  await tab("Recovered");
  await row("Ana Ruiz").getByText("Recovered").waitFor();
  await row("Ana Ruiz").getByRole("link", { name: "See it" }).click();
  await page.waitForURL(/\/bookings\/bkg_/);
  await page.goto("/l/pier/dashboard");
  const tiles = page.getByRole("region", { name: "Checkouts of the last 30 days" });
  await tiles.waitFor();
  assert.deepEqual((await tiles.locator(".v").allTextContents()), ["1", "€124", "1", "€124"]);
  assert.deepEqual(await axe(page), []);
  await tiles.getByRole("link", { name: /^Value recovered/ }).click();
  await row("Ana Ruiz").getByText("Recovered").waitFor();
  await page.getByRole("button", { name: /^Edit filter Recovered/ }).waitFor();
});

test("the tabs hold their states, and the search finds by name and activity", async () => {
  await ask("PUT", "L/checkouts/open-1", { person: { name: "Tom Byrne", email: "tom@example.com" }, activity: "Seal island", value: 5000 });
  await ask("PUT", "L/checkouts/done-1", { person: { name: "Eva Holm", email: "eva@example.com" }, activity: "Old Head" });
  await ask("PUT", "L/checkouts/done-1", { state: "completed" });
  await page.goto("/l/pier/leads?list=checkouts");
  await tab(/^Open/);
  await row("Tom Byrne").waitFor();
  await tab("Completed");
  await row("Eva Holm").waitFor();
  assert.equal(await row("Tom Byrne").count(), 0);
  await tab("All");
  await row("Ana Ruiz").waitFor();
  await page.getByLabel("Search this list").fill("seal");
  await page.waitForURL(/q=seal/);
  await row("Ana Ruiz").waitFor({ state: "detached" });
  await row("Tom Byrne").waitFor();
  await tab("Expired");
  await page.getByText("Nothing matches").waitFor();
  // Their person is erased: it has expired.
  await desk.server.clock.move("+61m");
  await stateOf("open-1", "abandoned");
  const tom = (await ask("GET", "L/contacts?q=tom")).items[0];
  await ask("POST", `L/contacts/${tom.id}/erasure`);
  await page.goto("/l/pier/leads?list=checkouts&tab=expired&expired=true");
  await row("Expired").getByText("Seal island").waitFor();
});

test("the reminder is switched on with its own words, seen beforehand", async () => {
  await page.goto("/l/pier/checkouts");
  await page.getByLabel("Remind by mail").check();
  await page.getByLabel("Hours after it was left").fill("500");
  await page.getByLabel("What it says before the link").fill("Your kayak waits.");
  const preview = page.getByRole("region", { name: "What they get" });
  await preview.getByText("Your kayak waits.").waitFor();
  await preview.getByText("Hello Ana Ruiz,").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.locator("[aria-invalid=true]").waitFor();
  await page.getByLabel("Hours after it was left").fill("3");
  await page.getByLabel("Minutes without a report").fill("90");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.getByRole("status").getByText("Saved").waitFor();
  let settings = await ask("GET", "L/settings");
  assert.deepEqual([settings.checkout_delay_minutes, settings.checkout_reminder_hours, settings.checkout_reminder_text], [90, 3, "Your kayak waits."]);

  // Somebody else changes it meanwhile: nothing is overwritten.
  await ask("PATCH", "L/settings", { checkout_delay_minutes: 45 });
  await page.getByLabel("Minutes without a report").fill("120");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.getByText("These settings were changed meanwhile").waitFor();
  assert.equal(await page.getByLabel("Minutes without a report").inputValue(), "45");
  await page.getByLabel("Remind by mail").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await until("it is off", async () => {
    settings = await ask("GET", "L/settings");
    return settings.checkout_reminder_hours === 0;
  });
});

test("what is typed while the rules are being saved stays, and is saved by the next press", async () => {
  await page.goto("/l/pier/checkouts");
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route("**/settings", async (route) => {
    if (route.request().method() !== "PATCH")
      return route.fallback();
    const response = await route.fetch();
    await held;
    return route.fulfill({ response });
  });
  const minutes = page.getByLabel("Minutes without a report");
  const save = page.getByRole("button", { name: "Save", exact: true }).first();
  await minutes.fill("60");
  await save.click();
  await until("it is saved", async () => (await ask("GET", "L/settings")).checkout_delay_minutes === 60);
  await minutes.fill("75"); // the answer is still on its way
  answer();
  await page.getByRole("status").getByText("Saved").waitFor();
  assert.equal(await minutes.inputValue(), "75");
  await save.click();
  await until("the next is saved", async () => (await ask("GET", "L/settings")).checkout_delay_minutes === 75);
  assert.equal(await page.getByText("These settings were changed meanwhile").count(), 0);
  await page.unroute("**/settings");
});

test("a new address makes the old one worthless", async () => {
  const old = (await ask("GET", "L/checkout-reporting")).key;
  const report = (key) => desk.server.request("POST", `/k/${key}`, {
    as: "nobody", body: JSON.stringify({ id: "web-9" }), headers: { "content-type": "text/plain;charset=UTF-8", origin: site.origin, "sec-fetch-site": "cross-site" } });
  await page.goto("/l/pier/checkouts");
  await page.getByRole("button", { name: "New address" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make a new address" }).click();
  await page.getByRole("status").getByText("There is a new address").waitFor();
  const { key } = await ask("GET", "L/checkout-reporting");
  assert.ok((await page.getByRole("region", { name: "The script for the page" }).textContent()).includes(key));
  assert.equal((await report(old)).status, 404);
  assert.equal((await report(key)).status, 204);
});

test("on a phone they are cards", async () => {
  const small = await desk.signedIn("/l/pier/leads?list=checkouts&tab=all", { viewport: phone });
  const card = small.locator("tbody tr", { hasText: "Ana Ruiz" });
  await card.waitFor();
  const name = await card.getByText("Ana Ruiz").boundingBox();
  assert.ok(name.width > 40, `the name has room: ${name.width}`);
  assert.equal(await sideways(small), false);
  assert.deepEqual(await axe(small), []);
  await small.context().close();
});
