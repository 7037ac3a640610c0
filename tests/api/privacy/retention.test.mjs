// What the settings keep no longer goes by itself, at night; a preview says who goes next.

import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";

async function place(t) {
  const server = await startServer();
  t.after(() => server.stop());
  const ask = async (method, target, json, as = "owner") => {
    const { status, body, text } = await server.request(method, target, { json, as });
    assert.ok(status < 300, `${method} ${target}: ${status} ${text}`);
    return body;
  };
  const retention = async () => Object.fromEntries((await ask("GET", "L/retention")).rules.map((rule) => [rule.rule, rule]));
  const chore = async (what, is) => {
    for (let i = 0; i < 900; i++, await sleep(50)) {
      const one = (await ask("GET", "/api/v1/chores")).items.find(({ name }) => name === "retention");
      assert.equal(one.last_error, null, one.last_error);
      if (!one.running && is(one))
        return;
    }
    assert.fail(what);
  };
  // The next night has been. One that is overdue because the clock was moved comes first: what ends behind the next
  // night's time would stand for it.
  const night = async () => {
    await chore("what was overdue was not done", (one) => Date.parse(one.next_run_at) > server.clock.now());
    const { next_at } = await ask("GET", "L/retention");
    await server.clock.move(next_at);
    await server.clock.move("+1m");
    await chore("the night did not come", (one) => one.last_run_at >= next_at);
  };
  return { server, ask, retention, night };
}

test("leads go 24 months after their last own act, customers stay", async (t) => {
  const { server, ask, retention, night } = await place(t);
  const old = await ask("POST", "L/contacts", { name: "Old Lead", emails: ["old@example.com"], source: "manual" });
  await ask("POST", "L/communications", { contact_id: old.id, via: "email", to: "old@example.com", title: "Hello", body: "text" });
  await ask("POST", "L/follow-ups", { contact_id: old.id, due_at: "2030-01-01T09:00:00Z", note: "call" });
  const waiting = await ask("PUT", "L/bookings/external/engine/old", { activity: "Kayak", starts_at: new Date(server.clock.now() + 86400e3).toISOString(),
    status: "pending", booker: { name: "Old Lead", email: "old@example.com" } });
  assert.equal(waiting.contact_id, old.id);
  const active = await ask("POST", "L/contacts", { name: "Active Lead", emails: ["active@example.com"], source: "manual" });
  const linked = await ask("POST", "L/contacts", { name: "Linked Lead", emails: ["linked@example.com"], source: "manual" });
  const customer = await ask("POST", `L/contacts/${linked.id}/conversion`);

  let leads = (await retention()).leads;
  assert.deepEqual([leads.setting, leads.value, leads.unit, leads.due, leads.soon], ["keep_leads_months", 24, "months", 0, 0]);
  assert.equal(leads.next[0].name, "Old Lead");

  // An own act: a booking that waits.
  await server.clock.move("+300d");
  await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: new Date(server.clock.now() + 86400e3).toISOString(),
    status: "pending", booker: { name: "Active Lead", email: "active@example.com" } });
  await server.clock.move("+401d");
  leads = (await retention()).leads;
  assert.deepEqual([leads.due, leads.soon], [0, 1]);
  await server.clock.move("+31d");
  leads = (await retention()).leads;
  assert.deepEqual([leads.due, leads.next[0].id], [1, old.id]);
  assert.equal((await server.request("GET", `L/contacts/${old.id}`)).status, 200);

  await night();
  assert.equal((await server.request("GET", `L/contacts/${old.id}`)).status, 404);
  assert.equal((await server.request("GET", `L/contacts/${old.id}/deletion`)).status, 404);
  assert.equal((await ask("GET", `L/contacts/${active.id}`)).name, "Active Lead");
  assert.equal((await ask("GET", `L/contacts/${linked.id}`)).name, "Linked Lead");
  assert.equal((await ask("GET", `L/customers/${customer.id}`)).name, "Linked Lead");
  const log = (await ask("GET", "L/communications")).items;
  assert.deepEqual([log[0].to, log[0].title, typeof log[0].erased_at], [null, null, "string"]);
  const entry = (await ask("GET", "L/audit?action=location.retention_applied")).items[0];
  assert.deepEqual(entry.actor.kind, "system");
  assert.deepEqual(entry.changes.find((change) => change.field === "leads"), { field: "leads", old: null, new: 1 });
  assert.equal((await ask("GET", "L/audit/verification")).whole, true);
  assert.equal((await ask("GET", "L/figures/verification")).agrees, true);

  // A late message about a booking of theirs changes what is counted, and makes nobody anew; no erasure was ever asked for here.
  assert.equal((await ask("GET", "L/erasures")).total, 0);
  const late = await ask("PUT", "L/bookings/external/engine/old", { status: "canceled", party_size: 5,
    booker: { name: "Old Lead", email: "old@example.com" }, guests: [{ name: "Old Friend" }] });
  assert.deepEqual([late.id, late.status, late.party_size, late.booker.email, late.customer_id, late.contact_id],
    [waiting.id, "canceled", 5, null, null, null]);
  assert.equal((await ask("GET", "L/people?email=old@example.com")).items.length, 0);

  // Nobody said no: the same somebody may come again.
  assert.equal((await ask("POST", "L/contacts", { name: "Old Lead", emails: ["old@example.com"], source: "manual", contact_consent: true })).contact_consent, true);
});

test("birth dates become the age at the trip, sensitive fields are cleared, addresses are forgotten", async (t) => {
  const { server, ask, retention, night } = await place(t);
  await ask("PATCH", "L/settings", { sensitive_fields: ["shoe", "50%_\"odd\""] });
  const starts = new Date(server.clock.now() + 2 * 86400e3);
  const booking = await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: starts.toISOString(),
    booker: { name: "Ana", email: "ana@example.com" }, custom: { shoe: "38", "50%_\"odd\"": 1, boat: "Nr 4" } });
  const guest = await ask("POST", `L/bookings/${booking.id}/guests`, { name: "Leo", date_of_birth: "2016-01-02" });
  await ask("PATCH", `L/guests/${guest.id}`, { date_of_birth: "2016-01-03", notes: "likes it" });
  const age = (await ask("GET", `L/guests/${guest.id}`)).age;

  await night();
  assert.equal((await ask("GET", `L/guests/${guest.id}`)).date_of_birth, "2016-01-03");
  assert.equal((await ask("GET", `L/audit?record_id=${guest.id}`)).items.at(-1).ip, "127.0.0.1");
  await server.clock.move("+20d");
  let rules = await retention();
  assert.deepEqual([rules.births.due, rules.births.soon, rules.births.next[0].name], [0, 1, "Leo"]);
  assert.ok(rules.sensitive_fields.soon >= 1);
  assert.ok(rules.addresses.due + rules.addresses.soon > 0);
  assert.equal(rules.births.next[0].goes_at, new Date(starts.getTime() + 30 * 86400e3).toISOString());

  await server.clock.move("+13d");
  await night();
  const after = await ask("GET", `L/guests/${guest.id}`);
  assert.deepEqual([after.date_of_birth, after.age, after.name], [null, age, "Leo"]);
  assert.deepEqual((await ask("GET", `L/bookings/${booking.id}`)).custom, { boat: "Nr 4" });
  const history = await ask("GET", `L/audit?record_id=${guest.id}`);
  assert.ok(history.items.every((entry) => !entry.ip));
  assert.ok(!JSON.stringify(history).includes("2016-01"));
  assert.equal((await ask("GET", "L/audit/verification")).whole, true);
  rules = await retention();
  assert.deepEqual([rules.births.due, rules.sensitive_fields.due], [0, 0]);
});

test("a checkout loses who it was, ninety days after its last report; what is counted stays", async (t) => {
  const { server, ask, retention, night } = await place(t);
  const report = (id, more) => ask("PUT", `L/checkouts/${id}`, { person: { name: `Ana ${id}`, email: `${id}@example.com` }, activity: "Kayak", value: 9000,
    cart: [{ name: "Adult" }], resume_url: "https://book.example.com/1", ...more });
  const left = await report("left"), done = await report("done", { state: "completed" });
  await server.clock.move("+2h");
  for (let i = 0; (await ask("GET", "L/checkouts/left")).state !== "abandoned"; i++, await sleep(50))
    assert.ok(i < 200, "it was not abandoned");
  await server.clock.move("+50d");
  const young = await report("young");
  await server.clock.move("+2h");
  for (let i = 0; (await ask("GET", "L/checkouts/young")).state !== "abandoned"; i++, await sleep(50))
    assert.ok(i < 200, "it was not abandoned");
  let { checkouts } = await retention();
  assert.deepEqual([checkouts.setting, checkouts.value, checkouts.unit, checkouts.due, checkouts.soon], ["keep_checkouts_days", 90, "days", 0, 0]);
  assert.deepEqual(checkouts.next.map((one) => [one.id, one.name]), [[left.id, "Ana left"], [done.id, "Ana done"], [young.id, "Ana young"]]);
  assert.equal(checkouts.next[0].goes_at, new Date(Date.parse(left.seen_at) + 90 * 86400e3).toISOString());
  await server.clock.move("+20d");
  assert.deepEqual(((rule) => [rule.due, rule.soon])((await retention()).checkouts), [0, 2]);
  await ask("PATCH", "L/settings", { keep_checkouts_days: 0 });
  await server.clock.move("+25d");
  await night();
  assert.equal((await ask("GET", "L/checkouts/left")).person.name, "Ana left", "0 keeps for ever");
  await ask("PATCH", "L/settings", { keep_checkouts_days: 90 });
  ({ checkouts } = await retention());
  assert.deepEqual([checkouts.due, checkouts.soon], [2, 0]);

  await night();
  for (const [id, external] of [[left.id, "left"], [done.id, "done"]]) {
    const gone = (await ask("GET", `L/checkouts?limit=200`)).items.find((one) => one.id === id);
    assert.deepEqual([gone.person.name, gone.person.email, gone.cart, gone.resume_url, gone.contact_id], [null, null, [], null, null]);
    assert.deepEqual([gone.activity, gone.value.amount, typeof gone.erased_at], ["Kayak", 9000, "string"]);
    assert.ok(!JSON.stringify(await ask("GET", `L/audit?record_id=${id}`)).includes(`Ana ${external}`));
    const late = await report(external, { state: "open" });
    assert.deepEqual([late.id, late.person.name], [id, null], "a late report brings nobody back");
  }
  assert.equal((await ask("GET", "L/checkouts/young")).person.name, "Ana young");
  const entry = (await ask("GET", "L/audit?action=location.retention_applied")).items[0];
  assert.deepEqual(entry.changes.find((change) => change.field === "checkouts"), { field: "checkouts", old: null, new: 2 });
  assert.equal((await retention()).checkouts.due, 0);
  assert.equal((await ask("GET", "L/figures/verification")).agrees, true);
  assert.equal((await ask("GET", "L/audit/verification")).whole, true);
});

test("0 keeps for ever; what was on hold goes when the hold is over", async (t) => {
  const { server, ask, retention, night } = await place(t);
  await ask("PATCH", "L/settings", { keep_leads_months: 0, keep_guest_births_days: 0, keep_ip_days: 0 });
  const lead = await ask("POST", "L/contacts", { name: "Old Lead", source: "manual" });
  const until = new Date(server.clock.now() + 40 * 86400e3).toISOString().slice(0, 10);
  const ana = await ask("POST", "L/customers", { name: "Ana", emails: ["ana@example.com"] });
  const waiver = await ask("PUT", "L/records/external/waiver/smart/1", { title: "Waiver", person: { name: "Ana", email: "ana@example.com" },
    hold_reason: "limitation", hold_until: until });
  await ask("POST", `L/customers/${ana.id}/erasure`);
  assert.deepEqual((await retention()).holds.next.map((one) => one.id), [waiver.id]);
  await night();
  assert.equal((await ask("GET", `L/records/${waiver.id}`)).person.name, "Ana");
  await server.clock.move("+41d");
  await night();
  const gone = await ask("GET", `L/records/${waiver.id}`);
  assert.deepEqual([gone.person.name, gone.title, gone.hold_reason, typeof gone.erased_at], [null, null, null, "string"]);
  await server.clock.move("+3000d");
  await night();
  assert.equal((await ask("GET", `L/contacts/${lead.id}`)).name, "Old Lead");
});

test("who may see it", async (t) => {
  const { server } = await place(t);
  assert.equal((await server.request("GET", "L/retention", { as: "staff" })).status, 403);
  assert.equal((await server.request("GET", "L/retention", { as: "manager" })).status, 200);
});
