// Bookings at the desk: one typed in, found again, its guests and their categories, the manifest, what was paid, whose it is.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { counted, startDesk } from "../lib/browser.mjs";

let desk, page, ana, trip, other;

async function ok(method, target, json) {
  const answer = await desk.server.request(method, target, { json });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

before(async () => {
  desk = await startDesk();
  await ok("POST", "L/demographics", { title: "Adult", min_age: 18 });
  await ok("POST", "L/demographics", { title: "Child", min_age: 4, max_age: 12 });
  await ok("POST", "L/demographics", { title: "Pilot", activities: ["Flight"] });
  ana = await ok("POST", "L/customers", { name: "Ana Ruiz", emails: ["ana@example.com"] });
  trip = await ok("POST", "L/bookings", {
    activity: "Sunset kayak", site: "North pier", starts_at: "2031-05-01T19:00", status: "confirmed", party_size: 3, confirmation_code: "KX7Q-2210",
    grand_total: { amount: 9600, currency: "EUR" }, booker: { name: "Ana Ruiz", email: "ana@example.com" },
  });
  other = await ok("POST", "L/customers", { name: "Tom Byrne", emails: ["tom@example.com"] });
  page = await desk.signedIn("/l/pier/bookings");
});
afterEach(() => desk.check());
after(() => desk.stop());

const open = async () => {
  await page.goto(`/l/pier/bookings/${trip.id}`);
  await page.getByRole("heading", { name: "Sunset kayak", level: 1 }).waitFor();
};
const part = (name) => page.getByRole("region", { name, exact: true });
const toast = (text) => page.getByRole("status").getByText(text).waitFor();
const guests = async () => (await ok("GET", `L/bookings/${trip.id}/guests`)).items;
const actions = async (name, item) => {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

test("a booking is typed in for a customer who is there, and found by what it is", async () => {
  await page.getByRole("button", { name: "Add a booking" }).click();
  const form = page.getByRole("dialog", { name: "Add a booking" });
  await form.getByLabel("Activity").fill("Board rental");
  await form.getByRole("button", { name: "Save booking" }).click();
  await form.getByText("1 field needs a look").waitFor();
  await form.getByLabel("Start").fill("2031-06-02T10:00");
  await form.getByLabel("Site").fill("Castlepark");
  await form.getByLabel("People").fill("4");
  await form.getByRole("button", { name: "Choose a customer instead" }).click();
  await form.getByRole("combobox", { name: "Customer" }).fill("Tom B");
  await form.getByRole("option", { name: /Tom Byrne/ }).click();
  await form.getByLabel("Total (EUR)").fill("120,50");
  await form.getByRole("button", { name: "Save booking" }).click();
  await toast("The booking is saved");
  const { items: [made] } = await ok("GET", "L/bookings?activity=Board%20rental");
  assert.equal(made.customer_id, other.id);
  assert.equal(made.grand_total.amount, 12050);
  assert.equal(made.starts_at, "2031-06-02T08:00:00.000Z");

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: "Site" }).click();
  await page.getByLabel("Castlepark").check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/site=Castlepark/);
  await counted(page.locator("tbody tr"), 1);
  await page.locator("tbody tr", { hasText: "Tom Byrne" }).waitFor();
});

test("a guest gets a category: the one that is proposed by age, or another", async () => {
  await open();
  await part("Guests").getByText("Nobody is named yet").waitFor();
  await page.getByRole("button", { name: "Add guest" }).click();
  const form = page.getByRole("dialog", { name: "Add guest" });
  await form.getByRole("button", { name: "Save guest" }).click();
  await form.getByText("1 field needs a look").waitFor();
  await form.getByLabel("Name").fill("Leo Ruiz");
  await form.getByLabel("Date of birth").fill("2022-01-01");
  await form.getByRole("button", { name: "Save guest" }).click();
  await toast("Leo Ruiz is saved");
  await part("Guests").getByText("9 years old").waitFor();
  // What is for another activity is not offered.
  const category = page.getByRole("combobox", { name: "Category: Leo Ruiz" });
  await category.getByRole("option", { name: "Child" }).waitFor({ state: "attached" });
  assert.deepEqual(await category.getByRole("option").allInnerTexts(), ["no category", "Adult", "Child"]);
  await page.getByRole("button", { name: "Child?" }).click();
  await page.getByRole("button", { name: "Child?" }).waitFor({ state: "detached" });
  const [leo] = await guests();
  assert.equal(leo.demographic_id, leo.proposed_demographic_id);
  await category.selectOption({ label: "Adult" });
  await page.getByRole("button", { name: "Child?" }).waitFor();
});

test("an adult guest becomes a customer, a child does not", async () => {
  await ok("POST", `L/bookings/${trip.id}/guests`, { name: "Marta Grey", email: "marta@example.com" });
  await open();
  await page.getByRole("button", { name: "Actions for Leo Ruiz" }).click();
  await page.getByRole("menuitem", { name: "Remove guest" }).waitFor();
  assert.equal(await page.getByRole("menuitem", { name: "Make this guest a customer" }).count(), 0);
  await page.keyboard.press("Escape");
  await actions("Marta Grey", "Make this guest a customer");
  await toast("Marta Grey is a customer");
  await part("Guests").getByRole("link", { name: "Marta Grey" }).waitFor();
  await actions("Marta Grey", "Unlink");
  await toast("Marta Grey is linked to nobody");
  await actions("Marta Grey", "Link to a customer");
  await page.getByRole("dialog").getByRole("searchbox").fill("Tom");
  await page.getByRole("dialog").getByRole("button", { name: /Tom Byrne/ }).click();
  await part("Guests").getByRole("link", { name: "Tom Byrne" }).waitFor();
  // The booker is no guest of their own booking, and that is said.
  await actions("Leo Ruiz", "Link to a customer");
  await page.getByRole("dialog").getByRole("searchbox").fill("Ana");
  await page.getByRole("dialog").getByRole("button", { name: /Ana Ruiz/ }).click();
  await page.getByRole("dialog", { name: "This did not work" }).getByRole("button", { name: "Close" }).last().click();
});

test("the manifest is counted, and warns when it counts fewer than have a name", async () => {
  await open();
  await page.getByRole("button", { name: "Count them" }).click();
  await page.getByRole("button", { name: "One Adult more" }).click();
  await part("Manifest").getByText("This counts 1, but 2 guests have a name").waitFor();
  await page.getByRole("button", { name: "Save manifest" }).click();
  await part("Manifest").getByText("The manifest counts 1, but 2 guests have a name.").waitFor();
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await page.getByLabel("Child", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Save manifest" }).click();
  await part("Manifest").getByText("3 participants").waitFor();
  assert.equal(await part("Manifest").getByText("have a name").count(), 0);
});

test("who counts before the categories have come counts them all the same", async () => {
  let come;
  const asked = new Promise((resolve) => { come = resolve; });
  await page.route("**/demographics?*", async (route) => { await asked; await route.continue(); });
  await open();
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await part("Manifest").getByText("3 participants").waitFor({ state: "detached" });
  come();
  await page.getByRole("button", { name: "One Adult more" }).waitFor();
  await page.unroute("**/demographics?*");
  await part("Manifest").getByRole("button", { name: "Cancel" }).click();
  await part("Manifest").getByText("3 participants").waitFor();
});

test("a guest is removed", async () => {
  await actions("Marta Grey", "Remove guest");
  await page.getByRole("dialog").getByRole("button", { name: "Remove guest" }).click();
  await toast("Marta Grey is removed");
  assert.deepEqual((await guests()).map(({ name }) => name), ["Leo Ruiz"]);
});

test("what was paid is recorded, and the balance follows", async () => {
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("menuitem", { name: "Record a payment" }).click();
  const form = page.getByRole("dialog", { name: "Record a payment" });
  assert.equal(await form.getByLabel("Amount (EUR)").inputValue(), "96"); // what is open
  await form.getByLabel("Amount (EUR)").fill("40");
  await form.getByLabel("How").fill("cash");
  await form.getByRole("button", { name: "Save" }).click();
  await toast("The payment is recorded");
  await part("Money").getByText("€56.00").waitFor();
  await part("Payments & records").getByText("cash").waitFor();
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("menuitem", { name: "Record a waiver" }).click();
  await page.getByRole("dialog").getByLabel("Who signed").fill("Marta Grey");
  await page.getByRole("dialog").getByLabel("Their e-mail").fill("marta.grey@example.com");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await part("Payments & records").getByRole("button", { name: "Make a customer" }).click();
  await toast("Marta Grey is a customer");
});

test("it is changed, attached to another, and detached", async () => {
  await page.keyboard.press("e");
  const form = page.getByRole("dialog", { name: "Edit booking" });
  assert.equal(await form.getByLabel("Start").inputValue(), "2031-05-01T19:00");
  await form.getByLabel("Notes").fill("Left-handed paddle");
  await form.getByRole("button", { name: "Save booking" }).click();
  await page.getByText("Left-handed paddle").waitFor();
  await page.getByRole("button", { name: "Attach to another" }).click();
  await page.getByRole("dialog").getByRole("searchbox").fill("Tom");
  await page.getByRole("dialog").getByRole("button", { name: /Tom Byrne/ }).click();
  await toast("Belongs to Tom Byrne now");
  await part("Who").getByText("attached by hand").waitFor();
  await part("Details").getByText("Set by hand").waitFor();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Detach" }).click();
  await part("Who").getByText("belongs to nobody").waitFor();
  assert.equal((await ok("GET", `L/bookings/${trip.id}`)).customer_id, null);
});

test("a booking is deleted", async () => {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete booking" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete booking" }).click();
  await page.getByRole("heading", { name: "Bookings", level: 1 }).waitFor();
  assert.equal((await desk.server.request("GET", `L/bookings/${trip.id}`)).status, 404);
});
