// First run, signing in and out, and a session that ends in the middle of something.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { counted, signIn, startDesk } from "../lib/browser.mjs";
import { owner } from "../lib/server.mjs";
import { until } from "../lib/until.mjs";

let desk;
before(async () => { desk = await startDesk(); });
afterEach(() => desk.check());
after(() => desk.stop());

test("the dashboard comes compressed, immutable and with its own headers", async () => {
  const page = await desk.server.request("GET", "/l/pier/customers", { as: "nobody" });
  assert.equal(page.status, 200);
  assert.match(page.headers["content-security-policy"], /default-src 'none'.*script-src 'self'/);
  assert.doesNotMatch(page.headers["content-security-policy"], /unsafe/);
  const assets = page.text.match(/\/assets\/[\w.-]+/g);
  assert.ok(assets.length >= 2);
  for (const asset of assets) {
    const file = await desk.server.request("GET", asset, { as: "nobody", headers: { "accept-encoding": "gzip, br" } });
    assert.equal(file.headers["content-encoding"], "br");
    assert.match(file.headers["cache-control"], /immutable/);
  }
  assert.equal((await desk.server.request("GET", "/nothing-of-ours", { as: "nobody" })).status, 404);
  assert.equal((await desk.server.request("GET", "/api/v1/nothing-of-ours", { as: "nobody" })).status, 404);
});

test("what the list of customers needs at the first load is under 150 kB", async () => {
  const page = await desk.page({ signedIn: true });
  const client = await page.context().newCDPSession(page);
  let bytes = 0;
  await client.send("Network.enable");
  client.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.goto("/l/pier/customers");
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  await page.waitForLoadState("load");
  await until("the bytes are told", () => bytes > 20_000);
  assert.ok(bytes > 20_000 && bytes < 150_000, `${bytes} bytes`);
});

test("signing in, a wrong password, and out again", async () => {
  const page = await desk.page();
  await page.goto("/l/pier/customers?q=somebody");
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  // The address that was asked for is still there.
  await page.getByRole("heading", { name: "Customers", level: 1 }).waitFor();
  assert.equal(new URL(page.url()).search, "?q=somebody");
  await page.getByRole("button", { name: `me: ${owner.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto("/l/pier/customers");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("a session that ends leaves what was typed where it is", async () => {
  const page = await desk.page();
  await signIn(page);
  await page.keyboard.press("c");
  await page.getByLabel("Name", { exact: true }).fill("Typed Before");
  await page.getByLabel("E-mail 1").fill("typed.before@example.com");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save customer" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password", { exact: true }).fill(owner.password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("status").getByText("Typed Before is saved").waitFor();
});

test("first run: the printed link, a name, a business, and in", async () => {
  const fresh = await startDesk({ furnish: false });
  try {
    const link = await until("the link is printed", () => /\/setup\?token=[\w-]+/.exec(fresh.server.stdout)?.[0]);
    const page = await fresh.page();
    await page.goto(link);
    await page.getByRole("button", { name: "Open my dashboard" }).click();
    await page.getByText("Look at what is marked.").waitFor();
    await page.getByLabel("Your name").fill("Aoife Ní Bhriain");
    await page.getByLabel("E-mail").fill("aoife@harbour.example");
    await page.getByLabel("Password").fill("a long sentence");
    await page.getByLabel("Name", { exact: true }).fill("Harbour Kayaks");
    await page.getByLabel("Country").selectOption("IE");
    await page.getByLabel("Time zone").selectOption("Europe/Dublin");
    await page.getByRole("button", { name: "Open my dashboard" }).click();
    await page.getByRole("heading", { name: "Your business is set up" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/l/harbour-kayaks/dashboard");
    await counted(page.locator(".ways > *"), 3); // suggestions what to do next
    fresh.check();
  } finally {
    await fresh.stop();
  }
});
