// Without a mouse: the palette finds people, bookings, pages and actions; a dialog keeps the focus and gives it back; and what a
// browser needs to put the dashboard among its applications is there.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { settled, startDesk } from "../lib/browser.mjs";

let desk, page;

before(async () => {
  desk = await startDesk();
  const made = await desk.server.request("POST", "L/bookings", { json: {
    activity: "Sunset kayak", starts_at: "2031-05-01T19:00", status: "confirmed", confirmation_code: "KX7Q-2210", booker: { name: "Ana Ruiz", email: "ana@example.com" } } });
  assert.equal(made.status, 201, made.text);
  await desk.server.request("POST", "L/contacts", { json: { name: "Kwame Mensah", source: "referral" } });
  page = await desk.signedIn("/l/pier/customers");
});
afterEach(() => desk.check());
after(() => desk.stop());

async function palette(words, option) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Search people/ }).fill(words);
  const hit = page.getByRole("option", { name: option }).first();
  await hit.waitFor();
  while (await hit.getAttribute("aria-selected") !== "true")
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

test("the palette: a customer, a lead, a booking, a page, an action", async () => {
  await palette("ruiz", /Ana Ruiz/);
  await page.waitForURL(/\/customers\/cus_/);
  await palette("kwame", /Kwame Mensah/);
  await page.waitForURL(/\/leads\/con_/);
  await palette("KX7Q-2210", /KX7Q-2210|Sunset kayak/);
  await page.waitForURL(/\/bookings\/bkg_/);
  await palette("audit", /Audit/);
  await page.waitForURL(/\/audit$/);
  await palette("add new lead", /Add New Lead/);
  await page.getByRole("dialog", { name: "Add New Lead" }).waitFor();
  await page.keyboard.press("Escape");
});

test("a dialog keeps the focus, and gives it back", async () => {
  await page.goto("/l/pier/leads");
  const add = page.getByRole("button", { name: "Add New Lead" });
  await add.focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Add New Lead" });
  await form.waitFor();
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog[open]")), "inside, or the browser's own");
  }
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "detached" });
  assert.ok(await add.evaluate((it) => document.activeElement === it));
});

test("who presses a key twice while a dialog is on its way gets it once, and nothing else", async () => {
  let come;
  const asked = new Promise((resolve) => { come = resolve; });
  await page.route("**/Shortcuts-*.js", async (route) => { await asked; await route.continue(); });
  await page.goto("/l/pier/customers");
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  for (const key of ["?", "?", "c"])
    await page.keyboard.press(key);
  await page.locator(".side-foot .add").click();
  come();
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.unroute("**/Shortcuts-*.js");
});

test("a dialog that cannot be loaded says so", async () => {
  await page.route("**/Shortcuts-*.js", (route) => route.abort());
  await page.goto("/l/pier/customers");
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("alert").getByText("could not be loaded").waitFor();
  await page.unroute("**/Shortcuts-*.js");
});

test("every shortcut of the sheet does what the sheet says", async () => {
  for (const [name, days] of [["Bo", 1], ["Cy", 2], ["Di", 3]]) {
    const made = await desk.server.request("POST", "L/customers", { json: { name, emails: [`${name}@example.com`] } });
    assert.equal(made.status, 201, made.text);
    const due_at = new Date(Date.now() - days * 86_400_000).toISOString();
    const promised = await desk.server.request("POST", "L/follow-ups", { json: { customer_id: made.body.id, due_at, note: "Ring back" } });
    assert.equal(promised.status, 201, promised.text);
  }
  await page.addInitScript(() => { globalThis.printed = 0; globalThis.print = () => { globalThis.printed++; }; });
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  const opens = async (key, name) => {
    await press(key);
    await page.getByRole("dialog", { name }).waitFor();
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  const list = async (path) => {
    await page.goto(path);
    await page.locator("tbody tr").nth(2).waitFor();
  };
  const ticked = () => page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.querySelector("input").checked).slice(0, 4));

  await list("/l/pier/customers?sort=name");
  for (const [key, name] of [["c", "Add New Customer"], ["l", "Add New Lead"], ["n", "Note a call"], ["f", "Schedule follow-up"], ["?", "Keyboard shortcuts"]])
    await opens(key, name);
  for (const key of ["/", "Control+k"]) {
    await press(key);
    await page.getByRole("combobox", { name: /^Search people/ }).waitFor();
    await press("Escape");
    await page.getByRole("combobox", { name: /^Search people/ }).waitFor({ state: "detached" });
  }
  await press("j", "j", "k", "x");
  await page.getByText("1 selected").waitFor();
  assert.deepEqual(await ticked(), [true, false, false, false]);
  await press("j", "j", "Shift+X");
  await page.getByText("3 selected").waitFor();
  assert.deepEqual(await ticked(), [true, true, true, false]);
  await press("Escape");
  await opens("e", "Edit customer");
  await press("Enter");
  await page.getByRole("heading", { level: 1, name: "Cy" }).waitFor();

  // On a profile they are about the person, from every tab.
  await opens("e", "Edit customer");
  await opens("f", /^Schedule follow-up.*Cy/);
  await page.locator("main").getByRole("link", { name: /^Bookings/ }).first().click();
  await page.waitForURL(/\/bookings$/);
  await press("n");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Write a note about Cy");
  await page.keyboard.type("Rings on Friday");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("status").getByText("The note is saved").waitFor();

  await list("/l/pier/follow-ups?list=overdue&who=all");
  await press("j");
  await page.locator("tr.cur").waitFor();
  await opens("d", /^Follow-up done/);
  await opens("s", /^Remind me later/);

  await page.goto("/l/pier/today");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  const today = page.url();
  await press("t");
  await page.waitForURL((url) => url.href !== today);
  await press("t");
  await page.waitForURL((url) => !url.search || url.href === today);
  await press("p");
  await page.waitForFunction(() => globalThis.printed === 1);

  // The sheet has nothing beside these.
  await press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.waitFor();
  const told = await sheet.locator("kbd").allInnerTexts();
  assert.deepEqual(told, ["Ctrl K", "/", "c", "l", "n", "f", "j", "k", "x", "Shift X", "Enter", "e", "d", "s", "t", "p", "Esc", "?"]);
  await press("Escape");
});

test("all that a screen offers is reached with Tab, and seen", async () => {
  await page.goto("/l/pier/customers");
  await page.locator("tbody tr").first().waitFor();
  await settled(page);
  const wanted = await page.locator("main :is(a, button, input, select):visible").count();
  await page.locator("main").focus();
  const met = new Set();
  for (let i = 0; i < wanted + 5; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const it = document.activeElement;
      return it.closest("main") && { place: [...document.querySelectorAll("main *")].indexOf(it), outlined: getComputedStyle(it).outlineStyle !== "none" };
    });
    if (!at)
      break;
    assert.ok(at.outlined, "the focus is seen");
    met.add(at.place);
  }
  assert.equal(met.size, wanted);
});

test("it can be installed: a manifest, icons of the sizes it names", async () => {
  const get = async (path) => {
    const answer = await fetch(desk.server.origin + path);
    assert.equal(answer.status, 200, path);
    return answer;
  };
  const manifest = await (await get("/manifest.webmanifest")).json();
  assert.equal(manifest.display, "standalone");
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await get(src);
    assert.equal(answer.headers.get("content-type").split(";")[0], type);
    const bytes = new DataView(await answer.arrayBuffer());
    if (type === "image/png")
      assert.equal(`${bytes.getUint32(16)}x${bytes.getUint32(20)}`, sizes, src);
  }
  assert.ok(await page.locator("link[rel=manifest], link[rel=apple-touch-icon]").count() >= 2);
});
