// What stands over the screens: every dialog, menu and form, where it is found and how it is opened. `ids` has a record
// of each kind (lib/hostile.mjs): { name: { at, open(page), narrow: only on a phone, wide: only on a desk } }.

const button = (page, name, nth = "first") => page.getByRole("button", { name, exact: typeof name === "string" })[nth]().click();
const item = async (page, menu, name) => {
  await button(page, menu);
  await page.getByRole("menuitem", { name }).click();
};
const dialog = (page) => page.locator("dialog[open]").last().waitFor();
const pressed = (...names) => async (page) => {
  for (const name of names)
    await button(page, name);
};
const key = (name) => async (page) => {
  await page.keyboard.press(name);
  await dialog(page);
};
const chosen = (menu, name) => (page) => item(page, menu, name);
const ticked = (then) => async (page) => {
  const all = page.getByLabel("Select all on this page");
  await (await all.isVisible() ? all : page.locator("tbody .tick").first()).check();
  await then(page.getByRole("region", { name: "selected" }), page);
};
const bulk = (name) => ticked((bar) => bar.getByRole("button", { name, exact: true }).click());
const bulkMore = (name) => ticked(async (bar, page) => {
  await bar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
});
// On a phone the lesser ones stand in a menu.
const lesser = (name) => async (page) => {
  const there = page.locator(".phead").getByRole("button", { name, exact: true });
  if (await there.isVisible())
    return there.click();
  await item(page, "More", name);
};
const firstRow = (page) => page.locator("tbody tr").first();

export function dialogsOf(slug, ids) {
  const home = `/l/${slug}`;
  const customer = `${home}/customers/${ids.customers}`;
  const lead = `${home}/leads/${ids.leads}`;
  const booking = `${home}/bookings/${ids.bookings}`;
  const at = (where, open) => ({ at: where.startsWith("/") ? where : `${home}/${where}`, open });
  return {
    "add a customer": at("customers", key("c")),
    "what is wrong with a customer": at("customers", async (page) => { await key("c")(page); await button(page, "Save customer"); }),
    "add a lead": at("customers", key("l")),
    "somebody rings": at("customers", key("n")),
    "schedule a follow-up": at("customers", key("f")),
    "shortcuts": at("customers", key("?")),
    "palette": at("customers", async (page) => { await page.keyboard.press("/"); await page.keyboard.type("a"); await page.locator("#hits [role=option]").first().waitFor(); }),
    "palette without a hit": at("customers", async (page) => { await page.keyboard.press("/"); await page.keyboard.type("zzzqq"); await page.locator(".nohit").waitFor(); }),
    "the bell": at("customers", pressed(/^Follow-ups:/)),
    "me": at("customers", pressed(/, me: /)),
    "reminders": at("customers", async (page) => { await item(page, /, me: /, "My reminders"); await dialog(page); }),
    "where I am signed in": at("customers", async (page) => { await item(page, /, me: /, "Sessions"); await dialog(page); }),
    "locations": at("customers", async (page) => { await page.locator(".top .loc").click(); }),
    "something new": { ...at("customers", pressed("New")), wide: true },
    "more pages": { ...at("customers", async (page) => { await page.locator("nav.bottom button").click(); }), narrow: true },
    "a filter": at("customers", pressed("Filter")),
    "columns": at("customers", pressed("Columns")),
    "bulk": at("customers", ticked(() => {})),
    "bulk more": at("customers", ticked((bar) => bar.getByRole("button", { name: "More" }).click())),
    "bulk tag": at("customers", bulk("Tag")),
    "bulk untag": at("customers", bulk("Untag")),
    "bulk follow-up": at("customers", bulk("Follow-up")),
    "bulk delete": at("customers", bulk("Delete")),
    "bulk withdraw": at("customers", bulkMore("Withdraw consent")),
    "bulk convert": at("leads", bulkMore("Convert")),
    "edit a customer": at(customer, key("e")),
    "tags of a customer": at(customer, pressed("Tag")),
    "delete a customer": at(customer, lesser("Delete")),
    "erase a customer": at(customer, async (page) => { await lesser("Delete")(page); await button(page, "erase this person"); }),
    "more of a customer": at(customer, pressed("More")),
    "write a mail": at(customer, async (page) => { await page.locator(".phead").getByRole("button", { name: /^(Write|E-mail)$/ }).click(); await dialog(page); }),
    "follow-up of a customer": at(customer, async (page) => { await page.locator(".composer").getByRole("button", { name: "Follow-up" }).click(); await dialog(page); }),
    "log a call": at(customer, pressed("Log a call")),
    "consent": at(`${customer}/consent`, pressed(/^Record/)),
    "a communication": at(`${customer}/communications`, async (page) => { await page.locator(".mid .opens").first().click(); await dialog(page); }),
    "edit a lead": at(lead, async (page) => { await lesser("Edit")(page); await dialog(page); }),
    "convert a lead": at(lead, pressed(/^Convert/)),
    "lose a lead": at(lead, chosen("More", /lost/i)),
    "delete a lead": at(lead, lesser("Delete")),
    "a follow-up is done": at("follow-ups?list=overdue", pressed(/^Done/)),
    "a follow-up is put off": at("follow-ups?list=overdue", pressed(/^(Put off|Snooze)/)),
    "add a booking": at("bookings", pressed("Add a booking")),
    "edit a booking": at(booking, pressed("Edit")),
    "attach a booking": at(booking, pressed(/^Attach/)),
    "delete a booking": at(booking, chosen("More", /Delete/)),
    "add a guest": at(booking, pressed("Add guest")),
    "count the manifest": at(booking, pressed(/^Count/)),
    "a payment": at(booking, chosen("Record", /payment/)),
    "a waiver": at(booking, chosen("Record", /waiver/)),
    "log a communication": at("communications", pressed(/^Log/)),
    "one communication": at("communications", async (page) => { await page.locator("tbody .opens").first().click(); await dialog(page); }),
    "add a tag": at("tags", pressed("Add Tag")),
    "delete a tag": at("tags", pressed(/^Delete /)),
    "add a survey": at("surveys", pressed(/^Add/)),
    "edit a survey": at(`surveys/${ids.surveys}`, pressed("Edit")),
    "add a form": at("forms", pressed(/^Add F/)),
    "an enquiry": at("leads?list=enquiries&tab=all", async (page) => { await page.locator("tbody .read").first().click(); await dialog(page); }),
    "add a category": at("demographics", pressed(/^Add/)),
    "add a colleague": at("team", pressed(/^Add/)),
    "edit a colleague": at("team", pressed(/^Edit/)),
    "add a key": at("api-keys", pressed(/^Make/)),
    "delete a key": at("api-keys", async (page) => { await page.locator("main .list .ib").first().click(); await dialog(page); }),
    "an audit entry": at("audit", async (page) => { await firstRow(page).locator(".opens").click(); await dialog(page); }),
    "export the audit": at("audit", pressed(/^Export/)),
    "check the audit": at("audit", async (page) => { await button(page, /^Check|^Verify/); await dialog(page); }),
    "erase an address": at("privacy", async (page) => { await page.getByLabel(/E-mail/).last().fill("second@example.com"); await button(page, "Look what it would touch"); await dialog(page); }),
    "add a template": at("mail", pressed("Add template")),
  };
}
