// The demo business has something of everything, at whatever hour it is made: here ten minutes before midnight.
// On SQLite only: with the sanitizers it takes minutes on PostgreSQL, and says nothing else there.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { regularsOk } from "../lib/program.mjs";
import { emptyPlace, engine, startServer } from "../lib/server.mjs";

const SLUG = "harbour-kayaks";
const NIGHT = "2026-02-11T23:50:00Z"; // in Ireland, too

async function demo() {
  const place = await emptyPlace();
  const clock = path.join(place.home, "clock");
  await fs.writeFile(clock, String(Date.parse(NIGHT) - Date.now()));
  await regularsOk(["demo", ...place.args], { env: { REGULARS_TEST_CLOCK: clock }, timeoutMs: 240_000 });
  const { stdout } = await regularsOk(["apikey", "create", ...place.args, "--location", SLUG, "--role", "manager",
    "--name", "test"]);
  return { place, key: stdout.trim() };
}

test("every screen has something to show", { timeout: 300_000, skip: engine !== "sqlite" }, async (t) => {
  const { place, key } = await demo();
  const server = await startServer({ place });
  await server.clock.move(NIGHT);
  const ask = async (target) => {
    const answer = await server.request("GET", `/api/v1/locations/${SLUG}/${target}`,
      { as: "nobody", headers: { authorization: `Bearer ${key}` } });
    assert.equal(answer.status, 200, `${target}: ${answer.text}`);
    return answer.body;
  };
  const some = async (target, least = 1) => {
    const { total } = await ask(`${target}${target.includes("?") ? "&" : "?"}limit=1`);
    assert.ok(total >= least, `${target}: ${total} of at least ${least}`);
  };

  await t.test("leads of every source and status", async () => {
    for (const source of ["contact-form", "subscribe-form", "abandoned-checkout", "referral", "manual", "import", "instagram"])
      await some(`contacts?source=${source}`, 5);
    for (const status of ["new", "contacted", "follow-up-scheduled", "follow-up-due", "converted", "lost"])
      await some(`contacts?status=${status}`, 3);
    await some("contacts?archived=true");
    await some("customers?archived=true");
  });
  await t.test("payments with refunds and refusals, waivers, orders", async () => {
    for (const kind of ["payment", "waiver", "order"])
      await some(`records?kind=${kind}`, 50);
    for (const status of ["failed", "pending"])
      await some(`records?status=${status}`);
    const { items } = await ask("records?kind=payment&limit=200");
    assert.ok(items.some((payment) => payment.amount.amount < 0), "a refund");
  });
  await t.test("consents of all kinds", async () => {
    for (const channel of ["email", "sms", "phone", "any"])
      await some(`consents?channel=${channel}`, 5);
    for (const what of ["given=false", "kind=existing-customer", "purpose=surveys", "obtain_method=double-opt-in",
      "demonstrable=false"])
      await some(`consents?${what}`, 5);
  });
  await t.test("communications of every way, notes among them", async () => {
    for (const via of ["email", "sms", "phone", "note"])
      await some(`communications?via=${via}`, 3);
  });
  await t.test("checkouts in every state, some known, some recovered by a booking; figures on the dashboard", async () => {
    for (const state of ["open", "abandoned", "recovered", "completed"])
      await some(`checkouts?state=${state}&expired=false`, 2);
    await some("checkouts?expired=true", 50);
    await some("checkouts?known=false&expired=false");
    const { items } = await ask("checkouts?state=recovered&expired=false&limit=50");
    assert.ok(items.some((one) => one.booking_id && one.customer_id && one.value.amount > 0), JSON.stringify(items[0]));
    const { checkouts } = await ask("dashboard");
    for (const sum of [checkouts.abandoned, checkouts.recovered])
      assert.ok(sum.count > 0 && sum.count_before > 0 && sum.value.amount > 0, JSON.stringify(checkouts));
  });
  await t.test("enquiries in every state, and a survey that was sent and answered", async () => {
    for (const state of ["new", "taken", "answered", "closed"])
      await some(`enquiries?state=${state}`);
    await some("enquiries?unsure=true");
    const survey = (await ask("surveys")).items.find(({ active }) => active);
    const sums = await ask(`surveys/${survey.id}/sending`);
    assert.ok(sums.sent > sums.answered && sums.answered > 10, JSON.stringify(sums));
    assert.equal((await ask("mail?state=waiting&limit=1")).total, 0);
  });
  await t.test("follow-ups overdue, today and coming, in the last ten minutes of a day", async () => {
    for (const when of ["overdue", "today", "coming"])
      await some(`follow-ups?list=${when}`, 4);
    for (const state of ["done", "canceled"])
      await some(`follow-ups?state=${state}`);
  });
  await t.test("arrivals today and tomorrow, in February", async () => {
    assert.ok((await ask("today")).items.length >= 8);
    const tomorrow = await ask("today?date=2026-02-12");
    assert.ok(tomorrow.items.length >= 5);
    assert.ok(tomorrow.items.some((arrival) => arrival.missing_waivers > 0), "a missing waiver");
  });
  await t.test("guests of other people's bookings, surveys, all of the year on the dashboard", async () => {
    const { items } = await ask("customers?limit=200&sort=-created_at");
    assert.ok(items.some((customer) => customer.analytics.guest_appearances > 0) ||
      (await ask("customers?limit=200&sort=created_at")).items.some((c) => c.analytics.guest_appearances > 0));
    assert.equal((await ask("surveys")).items.length, 2);
    await some("survey-responses", 100);
    const { months } = await ask("dashboard");
    assert.ok(months.length >= 12 && months.every((month) => month.bookings > 0), JSON.stringify(months));
  });

  server.ownsPlace = false;
  await server.stop();
  await t.test("and its own checks agree", async () => {
    await regularsOk(["check", "--figures", ...place.args]);
    await regularsOk(["audit", "verify", ...place.args]);
  });
  await place.remove();
});
