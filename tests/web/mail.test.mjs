// Mail in the dashboard: setting it up, writing to one person, what waits, and the password that was forgotten.
import assert from "node:assert/strict";
import path from "node:path";
import test, { after, before } from "node:test";
import { axe, phone, signIn, startDesk } from "../lib/browser.mjs";
import { startNameServer } from "../lib/dns.mjs";
import { owner } from "../lib/server.mjs";
import { startMailServer } from "../lib/smtp.mjs";
import { until } from "../lib/until.mjs";

let mail, desk, dns;

before(async () => {
  mail = await startMailServer();
  dns = await startNameServer({
    "pier.example": ["v=spf1 include:_spf.provider.example ~all"],
    "_dmarc.pier.example": ["v=DMARC1; p=quarantine"],
  });
  desk = await startDesk({ args: ["--mail-dns", dns.address] });
  await desk.server.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
});
after(async () => {
  await desk?.stop();
  await mail?.stop();
  dns?.stop();
});

// With REGULARS_PICTURES naming a folder, what the tests see is kept there.
async function picture(page, name) {
  if (process.env.REGULARS_PICTURES)
    await page.screenshot({ path: path.join(process.env.REGULARS_PICTURES, `mail-${name}.png`), fullPage: true });
}

test("an owner sets the mail up, and a test says that it works", async () => {
  const page = await desk.signedIn("/l/pier/mail");
  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByText("Say first which mail server to use.").waitFor();
  await page.getByLabel("Server", { exact: false }).first().fill("127.0.0.1");
  await page.getByLabel("Encryption").selectOption("none");
  await page.getByLabel("Port").fill(String(mail.port));
  await page.getByRole("button", { name: "Save", exact: true }).nth(1).click();
  await page.getByText("Saved").first().waitFor();
  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByText(`The server took the mail to ${owner.email}`).waitFor();
  assert.equal((await mail.wait(1))[0].to[0], owner.email);
  assert.deepEqual(await axe(page), []);
  await picture(page, "settings");
  const dark = await desk.signedIn("/l/pier/mail", { colorScheme: "dark" });
  await dark.getByRole("heading", { name: "Outbox" }).waitFor();
  assert.deepEqual(await axe(dark), []);
  await picture(dark, "settings-dark");
  desk.check();
});

test("what the domain's records say, and what is missing, ready to copy", async () => {
  const page = await desk.signedIn("/l/pier/mail");
  const line = (name) => page.locator("li", { has: page.getByText(name, { exact: true }) });
  await page.getByRole("button", { name: "Look now" }).click();
  await line("SPF").getByText("In order").waitFor();
  await line("DKIM").getByText("Not known").waitFor();
  await line("DMARC").getByText("In order").waitFor();
  assert.deepEqual(await axe(page), []);
  // The provider's name for the key; then a domain that says nothing.
  dns.texts["s7._domainkey.pier.example"] = [`v=DKIM1; k=rsa; p=${"A".repeat(300)}`];
  await page.getByLabel("Selector of DKIM").fill("s7");
  await page.getByRole("button", { name: "Look now" }).click();
  await line("DKIM").getByText("In order").waitFor();
  delete dns.texts["_dmarc.pier.example"];
  await page.getByRole("button", { name: "Look now" }).click();
  await line("DMARC").getByText("Missing").waitFor();
  await line("DMARC").getByText("_dmarc.pier.example").waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await line("DMARC").getByRole("button", { name: "Copy" }).click();
  await page.getByRole("status").getByText("Copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^v=DMARC1; p=none/);
  await page.context().close();
  desk.check();
});

test("an invitation: a mail, a link, a password, signed in", async () => {
  const page = await desk.signedIn("/l/pier/team");
  await page.getByRole("button", { name: "Add" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Nuria New");
  await form.getByLabel("E-mail").fill("nuria@pier.example");
  const seen = (await mail.mails()).length;
  await form.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("nuria@pier.example").waitFor();
  const arrived = (await mail.wait(seen + 1)).at(-1);
  assert.equal(arrived.to[0], "nuria@pier.example");
  const link = /https?:\/\/\S+\/reset#[\w-]+/.exec(arrived.text)[0];
  const theirs = await desk.page();
  await theirs.goto(new URL(link).pathname + new URL(link).hash);
  await theirs.getByRole("heading", { name: /Nuria New/ }).waitFor();
  assert.deepEqual(await axe(theirs), []);
  await theirs.getByLabel("New password").fill("short");
  await theirs.getByRole("button", { name: "Keep this password" }).click();
  assert.ok(await theirs.getByLabel("New password").evaluate((field) => !field.checkValidity()));
  await theirs.getByLabel("New password").fill("a sentence of my own");
  await theirs.getByRole("button", { name: "Keep this password" }).click();
  await theirs.getByRole("link", { name: "Sign in" }).click();
  await signIn(theirs, { email: "nuria@pier.example", password: "a sentence of my own" });
  await theirs.getByRole("navigation", { name: "Main", exact: true }).waitFor();
  await theirs.goto(new URL(link).pathname + new URL(link).hash);
  await theirs.reload();
  await theirs.getByText("This link was used").waitFor();
  await theirs.context().close();
  await page.context().close();
  desk.check();
});

test("a template, and a mail that is written with it", async () => {
  const page = await desk.signedIn("/l/pier/mail");
  await page.getByRole("button", { name: "Add template" }).click();
  const form = page.locator("dialog[open]");
  await form.getByLabel("Name").fill("Thanks");
  await form.getByLabel("Subject").fill("Thank you, {{customer.nmae}}");
  await form.getByLabel("Text").fill("Dear {{customer.called|friend}},\n\nit was <good> to have you.");
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("There is no variable customer.nmae").waitFor();
  await form.getByLabel("Subject").fill("Thank you, {{customer.name}}");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Thank you, {{customer.name}}").waitFor();

  const made = await desk.server.request("POST", "L/customers", { as: "staff", json: { name: "Ána <b>Ruiz</b>", emails: ["ana@example.com"], source: "dashboard" } });
  await page.goto(`/l/pier/customers/${made.body.id}`);
  await page.getByRole("button", { name: "Write", exact: true }).click();
  await form.getByLabel("Template").selectOption("Thanks");
  assert.equal(await form.getByLabel("Subject").inputValue(), "Thank you, {{customer.name}}");
  assert.deepEqual(await axe(page), []);
  await picture(page, "write");
  await form.getByRole("button", { name: "Preview" }).click();
  await form.getByText("Dear friend,").waitFor();
  await picture(page, "preview");
  const seen = (await mail.mails()).length;
  // The second click of a double click sends nothing that nobody has looked at.
  await form.getByRole("button", { name: "Send" }).hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await form.getByRole("button", { name: "Send" }).click();
  await page.getByText("is on its way").waitFor();
  const arrived = (await mail.wait(seen + 1)).at(-1);
  assert.equal(arrived.header("Subject"), "Thank you, Ána <b>Ruiz</b>");
  await page.goto("/l/pier/mail");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("sent", { exact: true }).first().waitFor();
  const small = await desk.signedIn(`/l/pier/customers/${made.body.id}`, { viewport: phone });
  await small.getByRole("button", { name: "Write", exact: true }).click();
  await small.locator("dialog[open]").getByLabel("Subject").waitFor();
  assert.equal(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing sticks out");
  await picture(small, "write-phone");
  await small.goto("/l/pier/mail");
  await small.getByRole("heading", { name: "Outbox" }).waitFor();
  assert.equal(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing sticks out");
  await picture(small, "settings-phone");
  desk.check();
});

test("an address that mail came back from is listed, until it is said to be good", async () => {
  const page = await desk.signedIn("/l/pier/mail");
  await page.getByText("Mail came back from nobody's address.").waitFor();
  const made = await desk.server.request("POST", "L/customers", { as: "staff", json: { name: "Bea Bounced", emails: ["bea@nowhere.example"], source: "dashboard" } });
  const sent = await desk.server.request("POST", `L/customers/${made.body.id}/mails`, { as: "staff", json: { subject: "Hi", text: "Hi" } });
  await until("it went", async () => (await desk.server.request("GET", `L/mail/${sent.body.id}`)).body.state === "sent");
  const notice = ["From: MAILER-DAEMON@nowhere.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", "Content-Type: message/delivery-status", "",
    "Reporting-MTA: dns; nowhere.example", "", "Final-Recipient: rfc822; bea@nowhere.example", "Action: failed", "Status: 5.1.1", "", "--b", "Content-Type: text/rfc822-headers", "",
    `Message-ID: <${sent.body.id}@pier.example>`, "--b--", ""].join("\r\n");
  assert.equal((await desk.server.request("POST", "L/mail/bounces", { as: "staff", body: notice, headers: { "content-type": "message/rfc822" } })).status, 200);
  await page.reload();
  const line = page.locator("li", { hasText: "bea@nowhere.example" }).first();
  await line.getByText("nobody of this name there").waitFor();
  assert.equal(await line.getByRole("link", { name: "Bea Bounced" }).getAttribute("href"), `/l/pier/customers/${made.body.id}`);
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "It is good: bea@nowhere.example" }).click();
  await page.getByText("Mail came back from nobody's address.").waitFor();
  await page.context().close();
  desk.check();
});

test("mail that waits too long is said on every screen", async () => {
  await mail.kill();
  const made = await desk.server.request("POST", "L/customers", { as: "staff", json: { name: "Leo", emails: ["leo@example.com"], source: "dashboard" } });
  assert.equal((await desk.server.request("POST", `L/customers/${made.body.id}/mails`, { as: "staff", json: { subject: "Hi", text: "Hi" } })).status, 201);
  await desk.server.clock.move("+16m");
  const page = await desk.signedIn("/l/pier/tags");
  await page.getByText("A mail has been waiting since").waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, "late");
  await page.getByRole("link", { name: "Look" }).click();
  await page.getByRole("button", { name: "Do not send" }).click();
  await page.getByText("It will not be sent").waitFor();
  await mail.start();
  desk.check();
});

test("a reminder ends from the mail itself, without signing in, and comes again", async () => {
  const page = await desk.signedIn("/l/pier/follow-ups");
  const leo = (await desk.server.request("GET", "L/customers?q=leo", { as: "staff" })).body.items[0];
  const before_ = (await mail.mails()).length;
  const made = await page.evaluate(async ({ id, due_at }) => (await fetch("/api/v1/locations/pier/follow-ups", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ customer_id: id, due_at }) })).status,
  { id: leo.id, due_at: new Date(Date.parse((await desk.server.request("GET", "/readyz")).headers.date) + 60_000).toISOString() });
  assert.equal(made, 201);
  await desk.server.clock.move("+2m");
  const arrived = (await mail.wait(before_ + 1)).at(-1);
  const { pathname } = new URL(/<([^>]+)>/.exec(arrived.header("List-Unsubscribe"))[1]);

  for (const more of [{}, { viewport: phone, colorScheme: "dark" }]) {
    const visitor = await desk.page(more);
    await visitor.goto(pathname);
    await visitor.getByRole("heading", { name: "No more mail when a follow-up is due?" }).waitFor();
    assert.deepEqual(await axe(visitor), []);
    await visitor.getByRole("button", { name: "Switch them off" }).click();
    await visitor.getByText("No more mail will come when a follow-up of yours is due.").waitFor();
    assert.deepEqual(await axe(visitor), []);
    await page.goto("/l/pier/follow-ups");
    await page.getByRole("button", { name: /Olive/ }).first().click();
    await page.getByRole("menuitem", { name: "My reminders" }).click();
    const tick = page.getByLabel("Write to me when a follow-up of mine is due");
    await tick.waitFor();
    assert.equal(await tick.isChecked(), false, "the same switch");
    await visitor.goto(pathname);
    await visitor.getByRole("heading", { name: "These mails are off" }).waitFor();
    await visitor.getByRole("button", { name: "Send them again" }).click();
    await visitor.getByText("A mail comes again when a follow-up of yours is due.").waitFor();
    await visitor.context().close();
  }
  desk.check();
});

test("a forgotten password: a mail, a link, a new one", async () => {
  const page = await desk.page();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill(owner.email);
  assert.deepEqual(await axe(page), []);
  await picture(page, "forgot");
  const before_ = (await mail.mails()).length;
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByText("a mail with a link is on its way").waitFor();
  await desk.server.clock.move("+2m");
  const arrived = (await mail.wait(before_ + 1)).at(-1);
  const token = /\/reset#([\w-]+)/.exec(arrived.text)[1];
  await page.goto(`/reset#${token}`);
  await page.reload();
  await page.getByText(`For signing in as ${owner.email}.`).waitFor();
  assert.deepEqual(await axe(page), []);
  await picture(page, "reset");
  await page.getByLabel("New password").fill("a new and long one");
  await page.getByRole("button", { name: "Keep this password" }).click();
  await page.getByText("The password is set").waitFor();
  await page.goto(`/reset#${token}`);
  await page.reload();
  await page.getByText("This link was used").waitFor();
  await picture(page, "reset-over");
  desk.check();
});
