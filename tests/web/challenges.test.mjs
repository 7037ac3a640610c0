// Turnstile, hCaptcha and reCAPTCHA, played on loopback, before a real browser: in the widget on a page of another origin, on
// the hosted page, and after plain HTML.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startDesk } from "../lib/browser.mjs";
import { providers, startProvider } from "../lib/provider.mjs";
import { startShop } from "../lib/shop.mjs";
import { until } from "../lib/until.mjs";

let provider, desk, shop;
const forms = {};
const verdicts = {
  good: { success: true, hostname: "127.0.0.1" },
  no: { success: false, "error-codes": ["invalid-input-response"] },
  elsewhere: { success: true, hostname: "evil.example" },
  broken: { httpStatus: 500 },
};

before(async () => {
  provider = await startProvider(({ response }) => verdicts[response] ?? verdicts.no);
  desk = await startDesk({ args: ["--rate-form", "1000"], env: provider.env(...providers.map(({ kind }) => kind)) });
  const regulars = desk.server.origin;
  // As strict as a provider's script allows: its origin for scripts and connections, nothing unsafe.
  shop = await startShop(regulars, { guests: [provider.origin], policy: `default-src 'none'; script-src ${regulars} ${provider.origin}; ` +
    `connect-src ${regulars} ${provider.origin}; style-src 'self'; form-action ${regulars}; base-uri 'none'` });
  for (const kind of [...providers.map((each) => each.kind), "pow"]) {
    const more = kind === "pow" ? {} : { site_key: "site-key", secret: "very-secret" };
    const { status, body, text } = await desk.server.request("POST", "L/forms", { json: { kind: "contact", name: kind, verification: kind, origins: [shop.origin], ...more } });
    assert.equal(status, 201, text);
    forms[kind] = body;
    shop.pages[`/${kind}`] = `<script async src="${regulars}/widget.js"></script><regulars-form form="${body.key}"></regulars-form>`;
    shop.pages[`/${kind}-plain`] = `<form method="post" action="${regulars}/f/${body.key}"><p><label>Your name <input name="name"></label></p>
      <p><label>E-mail <input name="email"></label></p><p><label>Your message <textarea name="message"></textarea></label></p>
      <div hidden><input name="${body.honeypot}"></div><button>Send</button></form>`;
  }
});
afterEach(() => { desk.check(); shop.check(); });
after(async () => {
  await shop.stop();
  await desk.stop();
  provider.stop();
});

async function fill(page, name) {
  await page.getByRole("textbox", { name: "Your name", exact: true }).fill(name);
  await page.getByRole("textbox", { name: "E-mail", exact: true }).fill(`${name.toLowerCase().replaceAll(" ", ".")}@example.com`);
  await page.getByRole("textbox", { name: "Your message", exact: true }).fill(`${name} asks`);
}
const send = (page) => page.getByRole("button", { name: "Send", exact: true }).click();
const human = (page, token) => {
  provider.token = token;
  return page.getByRole("button", { name: "I am human" }).click();
};
const passed = (page) => page.getByRole("button", { name: "Passed" }).waitFor();
const thanked = (page) => page.getByText("Thank you for writing").waitFor();
async function states(kind, name) {
  const { body } = await desk.server.request("GET", `L/forms/${forms[kind].id}/submissions?limit=200`);
  return body.items.filter((each) => each.name === name).map(({ state, reason }) => (state === "spam" ? reason : state));
}

for (const { kind, className } of providers) {
  test(`${kind} in the widget: shown at the first touch, sent along, asked anew after every no`, async () => {
    const name = `Widget ${kind}`;
    provider.scripts.length = provider.asked.length = 0;
    const page = await shop.open(desk, `/${kind}`);
    await page.getByRole("button", { name: "Send" }).waitFor();
    assert.deepEqual(provider.scripts, [], "nobody's browser is shown to the provider before they write");
    await fill(page, name);
    await page.getByRole("button", { name: "I am human" }).waitFor();
    assert.match(provider.scripts[0], /render=explicit/);
    assert.equal(provider.scripts.length, 1);

    await send(page); // too early: it waits for the visitor
    await page.getByRole("status").getByText("One moment").waitFor();
    assert.equal(provider.asked.length, 0);
    for (const token of ["no", "elsewhere"]) {
      const asked = provider.asked.length;
      await human(page, token);
      if (asked) {
        await passed(page);
        await send(page);
      }
      await until("the provider is asked", () => provider.asked.length > asked);
      await page.getByText("The check was not passed").waitFor();
      await page.getByRole("button", { name: "I am human" }).waitFor();
      assert.equal(provider.asked.at(-1).form.response, token);
      assert.equal(provider.asked.at(-1).form.secret, "very-secret");
    }
    await human(page, "broken"); // the provider itself is down: nobody gets in, nothing is lost
    await passed(page);
    await send(page);
    await page.getByText("Please try again in a moment").waitFor();
    assert.deepEqual(await states(kind, name), []);
    await send(page); // a new token, and the provider's script cannot make one
    await page.getByRole("status").getByText("One moment").waitFor();
    await human(page, "error");
    await page.getByText("could not prove that you are not a robot").waitFor();
    assert.deepEqual(await states(kind, name), []);
    await send(page);
    await page.getByRole("status").getByText("One moment").waitFor();
    await human(page, "good");
    await thanked(page);
    assert.deepEqual(await states(kind, name), ["accepted"]);
    await page.context().close();
  });

  test(`${kind} in the widget: a yes makes the lead`, async () => {
    const name = `Yes ${kind}`;
    const page = await shop.open(desk, `/${kind}`);
    await fill(page, name);
    await human(page, "good");
    await passed(page);
    await send(page);
    await thanked(page);
    assert.deepEqual(await states(kind, name), ["accepted"]);
    await page.context().close();
  });

  test(`${kind} on the hosted page, whose policy knows its origin`, async () => {
    const name = `Hosted ${kind}`;
    const address = `${desk.server.origin}/f/${forms[kind].key}`;
    const { headers } = await fetch(address);
    for (const part of ["script-src", "connect-src", "frame-src"])
      assert.match(headers.get("content-security-policy"), new RegExp(`${part} [^;]*${provider.origin}`));
    assert.doesNotMatch(headers.get("content-security-policy"), /unsafe/);
    const page = await shop.open(desk, address);
    assert.equal(await page.locator(`.${className}`).getAttribute("data-sitekey"), "site-key");
    await fill(page, name);
    await human(page, "no");
    await passed(page);
    await page.waitForTimeout(3500); // as long as a person needs
    await send(page);
    await page.getByText("The check was not passed").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "Your message" }).inputValue(), `${name} asks`);
    await human(page, "good");
    await passed(page);
    await page.waitForTimeout(3500);
    await send(page);
    await thanked(page);
    assert.deepEqual(await states(kind, name), ["accepted"]);
    await page.context().close();
  });

  test(`${kind} after plain HTML, on the page with one button; without JavaScript it is unsure`, async () => {
    for (const javaScriptEnabled of [true, false]) {
      const name = `Plain ${kind} ${javaScriptEnabled}`;
      const page = await shop.open(desk, `/${kind}-plain`, { javaScriptEnabled });
      await fill(page, name);
      await send(page);
      await page.getByRole("heading", { name: "One more step" }).waitFor();
      if (javaScriptEnabled) {
        await human(page, "good");
        await passed(page);
      }
      await page.waitForTimeout(2000);
      await page.getByRole("button", { name: "Send it" }).click();
      await thanked(page);
      assert.deepEqual(await states(kind, name), [javaScriptEnabled ? "accepted" : "unsure"]);
      await page.context().close();
    }
  });
}

test("a page without a challenge knows no provider's origin", async () => {
  const { headers } = await fetch(`${desk.server.origin}/f/${forms.pow.key}`);
  assert.ok(!headers.get("content-security-policy").includes(provider.origin));
});

test("a provider's script that cannot be loaded is told, and what was typed stays", async () => {
  const page = await shop.open(desk, "/turnstile");
  await page.route(`${provider.origin}/**`, (route) => route.abort());
  await fill(page, "Blocked Script");
  await send(page);
  await page.getByText("could not prove that you are not a robot").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Your message" }).inputValue(), "Blocked Script asks");
  await page.unroute(`${provider.origin}/**`);
  await send(page); // another try, another time
  await human(page, "good");
  await thanked(page);
  assert.deepEqual(await states("turnstile", "Blocked Script"), ["accepted"]);
  await page.context().close();
});
