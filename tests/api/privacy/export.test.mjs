// Everything about a person, as one archive that they can be given.

import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";
import { unzip } from "../../lib/zip.mjs";

async function archive(server, target, { as = "manager", json } = {}) {
  const answer = await fetch(`${server.origin}/api/v1/locations/pier/${target}`, {
    method: "POST", headers: { ...server.authorization(as), ...(json ? { "content-type": "application/json" } : {}) },
    body: json && JSON.stringify(json),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, bytes.toString());
  return { answer, files: unzip(bytes) };
}

test("a customer's archive has all of it in three forms", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const ask = async (method, target, json) => {
    const { status, body, text } = await server.request(method, target, { json });
    assert.ok(status < 300, `${method} ${target}: ${status} ${text}`);
    return body;
  };
  const lead = await ask("POST", "L/contacts", { name: "Ana Ruiz, \"Anita\"", emails: ["ana@example.com"], source: "referral" });
  const ana = await ask("POST", `L/contacts/${lead.id}/conversion`);
  await ask("PATCH", `L/customers/${ana.id}`, { notes: "line one\nline; two — ñ", phones: ["+34600123456"], tags: ["VIP"],
    address: { street: "Calle 1", city: "Cádiz", country: "ES" }, date_of_birth: "1988-02-11" });
  const booking = await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: "2026-05-01T10:00:00Z", grand_total: 5000,
    booker: { name: "Ana", email: "ana@example.com" }, guests: [{ name: "Leo" }] });
  await ask("PUT", "L/bookings/external/engine/2", { activity: "Secret", starts_at: "2026-05-01T10:00:00Z", booker: { name: "Ben", email: "ben@example.com" } });
  await ask("POST", "L/communications", { customer_id: ana.id, via: "email", to: "ana@example.com", title: "Hello", body: "=1+1" });
  await ask("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2027-01-01T09:00:00Z", note: "call" });
  await ask("PUT", "L/records/external/payment/stripe/1", { title: "Card", amount: 5000, booking_id: booking.id });

  const { answer, files } = await archive(server, `customers/${ana.id}/export`);
  assert.equal(answer.headers.get("content-type"), "application/zip");
  assert.match(answer.headers.get("content-disposition"), /^attachment; filename="person-\d{4}-\d\d-\d\d\.zip"$/);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.deepEqual(Object.keys(files).sort(), ["bookings.csv", "communications.csv", "contacts.csv", "customers.csv", "follow_ups.csv", "guests.csv",
    "person.json", "person.vcf", "records.csv"]);

  const all = JSON.parse(files["person.json"]);
  assert.deepEqual(all.people.map((person) => person.id).sort(), [lead.id, ana.id].sort());
  assert.deepEqual(all.bookings.map((one) => one.id), [booking.id]);
  assert.equal(all.guests[0].name, "Leo");
  assert.equal(all.communications[0].body, "=1+1");
  assert.equal(all.communications[0].customer_id, ana.id);
  assert.equal(all.follow_ups[0].note, "call");
  assert.equal(all.records[0].amount.amount, 5000);
  assert.equal(all.consents.length, 1);
  assert.ok(all.history.some((entry) => entry.action === "customer.updated" && JSON.stringify(entry.changes).includes("Calle 1")));
  assert.ok(!JSON.stringify(all).includes("Secret"));

  assert.match(files["customers.csv"], /Calle 1/);
  assert.match(files["bookings.csv"], /Kayak/);
  const cards = files["person.vcf"].replaceAll("\r\n ", "");
  assert.match(cards, /BEGIN:VCARD\r\nVERSION:4\.0\r\n/);
  assert.match(cards, /FN:Ana Ruiz\\, "Anita"\r\n/);
  assert.match(cards, /NOTE:line one\\nline\\; two — ñ\r\n/);
  assert.match(cards, /BDAY:19880211\r\n/);
  assert.match(cards, /ADR:;;Calle 1;Cádiz;;;ES\r\n/);
  for (const line of files["person.vcf"].split("\r\n"))
    assert.ok(Buffer.byteLength(line) <= 75, line);

  // It stands in the audit that it was given out; who may not export, may not.
  const audit = await ask("GET", `L/audit?record_id=${ana.id}`);
  assert.equal(audit.items[0].action, "customer.exported");
  assert.equal((await server.request("POST", `L/customers/${ana.id}/export`, { as: "staff" })).status, 403);
  assert.equal((await server.request("POST", `L/contacts/${ana.id}/export`, { as: "manager" })).status, 404);
  assert.equal((await server.request("POST", `E/customers/${ana.id}/export`, { as: "other-manager" })).status, 404);

  // The contact is the same somebody; an address finds what has no person.
  assert.equal(JSON.parse((await archive(server, `contacts/${lead.id}/export`)).files["person.json"]).bookings.length, 1);
  await ask("POST", "L/communications", { via: "email", to: "nobody@example.com", title: "To nobody" });
  const nobody = (await archive(server, "exports/person", { json: { email: "Nobody@example.com" } })).files;
  assert.deepEqual(Object.keys(nobody).sort(), ["communications.csv", "person.json"]);
  assert.equal((await server.request("POST", "L/exports/person", { json: { email: "unknown@example.com" } })).status, 404);
  assert.equal((await server.request("POST", "L/exports/person", { json: { email: "x" } })).status, 422);
});
