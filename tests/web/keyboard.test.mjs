// Without a mouse: the palette finds people, bookings, pages and actions; a dialog keeps the focus and gives it back; and what a
// browser needs to put the dashboard among its applications is there.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";

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

test("all that a screen offers is reached with Tab, and seen", async () => {
  await page.goto("/l/pier/customers");
  await page.locator("tbody tr").first().waitFor();
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
