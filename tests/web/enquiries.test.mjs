// At the desk: a form is made, changed and seen as visitors see it; what comes in is taken, answered, accepted or refused.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, listening, startDesk } from "../lib/browser.mjs";

let desk, page, open;

async function made(target, json) {
  const { status, body, text } = await desk.server.request("POST", target, { json });
  assert.ok([200, 201].includes(status), `${target}: ${text}`);
  return body;
}
// Somebody writes. Nothing has to be proved on this form.
async function write(name, more = {}) {
  const { body: { started } } = await desk.server.request("GET", `/f/${open.key}/definition`, { as: "nobody" });
  await desk.server.clock.move("+10s");
  const json = { fields: { name, email: `${name.toLowerCase().replaceAll(" ", ".")}@example.com`, message: `${name} asks` }, answers: {}, started, [open.honeypot]: "", ...more };
  const { status, text } = await desk.server.request("POST", `/f/${open.key}`, { as: "nobody", json, headers: { accept: "application/json" } });
  assert.equal(status, 200, text);
}
// … and without JavaScript, on a form that asks for a proof.
async function writePlainly(name, form) {
  const post = (fields) => desk.server.request("POST", `/f/${form.key}`, {
    as: "nobody", body: new URLSearchParams(fields).toString(), headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  const fields = { name, email: `${name}@example.com`, message: `${name} asks`, [form.honeypot]: "" };
  const { text } = await post(fields);
  const again = /name="again" value="([^"]+)"/.exec(text)[1];
  await desk.server.clock.move("+10s");
  assert.match((await post({ ...fields, again })).text, /Thank you/);
}

before(async () => {
  desk = await startDesk({ args: ["--rate-form", "1000"] });
  open = await made("L/forms", { kind: "contact", name: "Open", verification: "none" });
  page = await desk.signedIn("/l/pier/forms");
});
afterEach(() => desk.check());
after(() => desk.stop());

const heading = (name) => page.getByRole("heading", { name, level: 1 }).waitFor();
const preview = () => page.locator("regulars-form");

test("a form is made, and shows itself while it is changed", async () => {
  await heading("Forms");
  await page.getByRole("button", { name: "Add Form" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add Form" });
  await dialog.getByLabel("Name").fill("Website");
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole("button", { name: "Add form" }).click();
  await heading("Website");

  await preview().getByRole("textbox", { name: "Your name" }).waitFor();
  await page.getByLabel("Label of Name").fill("What shall we call you?");
  await preview().getByRole("textbox", { name: "What shall we call you?" }).waitFor();
  await page.getByLabel("Heading").fill("Ask the harbour");
  await preview().getByText("Ask the harbour").waitFor();
  await page.getByRole("button", { name: "Add a question" }).click();
  await page.getByLabel("Question", { exact: true }).fill("Which trip?");
  await page.getByLabel("Kind of answer to Which trip?").selectOption("choice");
  await page.getByLabel("Choices, one a line: Which trip?").fill("Sunset\nIsland");
  await preview().getByLabel("Which trip?").selectOption("Island");
  await page.getByLabel("Websites, one a line").fill("https://kayak.example/contact");
  await page.getByRole("button", { name: "Save form" }).click();
  await page.getByText("A website without a path").waitFor();
  await page.getByLabel("Websites, one a line").fill("https://kayak.example");
  await page.getByLabel("Ask whether they want your news").check();
  await page.getByRole("button", { name: "Save form" }).click();
  await page.getByRole("status").getByText("The form is saved").waitFor();

  const { body } = await desk.server.request("GET", "L/forms");
  const form = body.items.find((each) => each.name === "Website");
  assert.equal(form.title, "Ask the harbour");
  assert.equal(form.fields[0].label, "What shall we call you?");
  assert.deepEqual(form.questions[0].choices, ["Sunset", "Island"]);
  assert.deepEqual(form.origins, ["https://kayak.example"]);
});

test("the order is changed by keyboard and by dragging, and said aloud", async () => {
  const order = () => page.locator(".sorted").first().locator(".kind").allTextContents();
  assert.deepEqual(await order(), ["Name", "E-mail", "Phone", "Message"]);
  await page.getByRole("button", { name: "Move Message" }).focus();
  await page.keyboard.press("ArrowUp");
  assert.deepEqual(await order(), ["Name", "E-mail", "Message", "Phone"]);
  await page.getByText("Message is now 3 of 4").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Move Message");
  const from = await page.getByRole("button", { name: "Move Phone" }).boundingBox();
  const to = await page.getByRole("button", { name: "Move Name" }).boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 2, { steps: 12 });
  await page.mouse.up();
  assert.deepEqual(await order(), ["Phone", "Name", "E-mail", "Message"]);
  await page.getByRole("button", { name: "Save form" }).click();
  await page.getByRole("status").getByText("The form is saved").waitFor();
  await page.waitForFunction(() => [...document.querySelector("regulars-form").shadowRoot.querySelectorAll("input")].find((it) => it.type === "tel").id === "f-phone");
});

test("other words of the consent are another version, and the old one can be read", async () => {
  await page.getByLabel("The exact words").fill("Send me the tides.");
  await page.getByRole("button", { name: "Save form" }).click();
  await page.getByText("Version 2.").waitFor();
  await page.getByRole("button", { name: "Show version 1" }).click();
  await page.getByRole("dialog").getByText("Yes, send me news and offers").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
});

test("somebody else's change is not overwritten", async () => {
  const { body } = await desk.server.request("GET", "L/forms");
  const form = body.items.find((each) => each.name === "Website");
  await page.getByLabel("On the button").fill("Ask");
  assert.equal((await desk.server.request("PATCH", `L/forms/${form.id}`, { json: { intro: "From elsewhere" } })).status, 200);
  await page.getByRole("button", { name: "Save form" }).click();
  await page.getByText("Somebody changed this meanwhile").waitFor();
  const saved = page.waitForResponse((each) => each.request().method() === "PATCH" && each.ok());
  await page.getByRole("button", { name: "Save mine anyway" }).click();
  await saved;
  const { body: now } = await desk.server.request("GET", `L/forms/${form.id}`);
  assert.deepEqual([now.button, now.intro], ["Ask", "From elsewhere"]);
});

test("the three ways to use it are there to copy", async () => {
  await page.getByRole("link", { name: "Use it" }).click();
  const { body } = await desk.server.request("GET", "L/forms");
  const form = body.items.find((each) => each.name === "Website");
  const ways = await page.locator(".copy pre").allTextContents();
  assert.equal(ways.length, 3);
  assert.ok(ways[0].includes(`<script async src="${desk.server.origin}/widget.js"></script>`) && ways[0].includes(`<regulars-form form="${form.key}">`));
  assert.equal(ways[1], `${desk.server.origin}/f/${form.key}`);
  assert.ok(ways[2].includes(`action="${desk.server.origin}/f/${form.key}"`) && ways[2].includes(form.honeypot) && ways[2].includes("Send me the tides."));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy: A page of its own" }).click();
  await page.waitForFunction(async (way) => await navigator.clipboard.readText() === way, ways[1]);
  assert.deepEqual(await axe(page), []);
});

test("an enquiry comes in while one looks, is taken, and answered; its message is on the lead", async () => {
  await page.goto("/l/pier/leads");
  await page.getByRole("link", { name: /^Enquiries/ }).click();
  await page.getByText("Nobody waits for an answer").waitFor();
  await listening(page);
  await write("Ana Ruiz");
  const row = page.locator("tbody tr").filter({ hasText: "Ana Ruiz asks" });
  await row.waitFor();
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: /^Leads.*1/ }).waitFor();
  await row.getByRole("button", { name: "Take it" }).click();
  await row.getByText("Taken").waitFor();
  assert.ok((await row.textContent()).includes("Olive Owner"), await row.textContent());
  await row.getByText("Ana Ruiz asks").click();
  const dialog = page.getByRole("dialog", { name: "Ana Ruiz" });
  await dialog.getByText("You took it").waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole("button", { name: "Answered" }).click();
  await dialog.getByText("You answered").waitFor();
  await dialog.getByRole("link", { name: "Open the profile" }).click();
  await heading("Ana Ruiz");
  await page.locator(".tl blockquote").getByText("Ana Ruiz asks").waitFor();
  await page.getByRole("link", { name: /^Forms/ }).last().click();
  await page.locator(".tl").getByText("Sent by").waitFor();
});

test("late ones are said to be late", async () => {
  await write("Late Larry");
  await desk.server.clock.move("+5h");
  await page.goto("/l/pier/leads?list=enquiries");
  await page.locator("tbody tr").filter({ hasText: "Late Larry" }).getByText("Overdue").waitFor();
  await page.getByRole("navigation", { name: "Which enquiries" }).getByRole("link", { name: /^Overdue 1/ }).click();
  await page.locator("tbody").getByText("Late Larry asks").waitFor();
});

test("an unsure one becomes a lead, or is refused, by one press", async () => {
  const form = await made("L/forms", { kind: "contact", name: "Proof" });
  await writePlainly("Paula", form);
  await writePlainly("Robert", form);
  await page.goto("/l/pier/leads?list=enquiries");
  await page.getByRole("navigation", { name: "Which enquiries" }).getByRole("link", { name: /^Unsure 2/ }).click();
  await page.getByRole("button", { name: "It is a person: Paula" }).click();
  await page.getByRole("status").getByText("A lead is made of it").waitFor();
  await page.getByRole("button", { name: "It is a robot: Robert" }).click();
  await page.getByText("Nothing is unsure").waitFor();
  const { body } = await desk.server.request("GET", "L/contacts?q=paula");
  assert.equal(body.items[0].name, "Paula");
  assert.equal((await desk.server.request("GET", "L/contacts?q=robert")).body.total, 0);

  await page.goto(`/l/pier/forms/${form.id}/submissions?state=spam`);
  await page.getByRole("button", { name: "Make it a lead: Robert" }).click();
  await page.getByRole("status").getByText("Robert is a lead now").waitFor();
  assert.equal((await desk.server.request("GET", "L/contacts?q=robert")).body.total, 1);
});
