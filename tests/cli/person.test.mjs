// What somebody may ask for about themselves, on the command line: everything in a file, or to be erased.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { exported } from "../lib/moving.mjs";
import { regulars, regularsOk } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";
import { unzip } from "../lib/zip.mjs";

// A place in which Ana was a guest, Ben wrote without ever having a profile, and no server runs any more.
async function lived() {
  const server = await startServer();
  const ask = async (method, target, json) => {
    const { status, body, text } = await server.request(method, target, { json });
    assert.ok(status < 300, `${method} ${target}: ${status} ${text}`);
    return body;
  };
  const lead = await ask("POST", "L/contacts", { name: "Ana Ruiz", emails: ["ana@example.com"], source: "referral", tags: ["Only Ana"] });
  const ana = await ask("POST", `L/contacts/${lead.id}/conversion`);
  const booking = await ask("PUT", "L/bookings/external/engine/1", { activity: "Kayak", starts_at: "2031-05-01T10:00:00Z", grand_total: 5000,
    booker: { name: "Ana Ruiz", email: "ana@example.com" }, guests: [{ name: "Leo" }] });
  const waiver = await ask("PUT", "L/records/external/waiver/smart/1", { title: "Waiver", booking_id: booking.id, hold_reason: "limitation period",
    hold_until: "2034-05-01", person: { name: "Ana Ruiz", email: "ana@example.com" } });
  await ask("POST", "L/communications", { via: "email", to: "ben@example.com", title: "To Ben" });
  await ask("POST", "L/communications", { via: "sms", to: "+34 600 111 222", body: "To a number" });
  server.ownsPlace = false;
  await server.stop();
  return { place: server.place, ana, lead, booking, waiver };
}

const pier = (place) => [...place.args, "--location", "pier"];

test("a preview says what an erasure would do; then it is done, and named", async (t) => {
  const { place, ana, lead, booking, waiver } = await lived();
  t.after(() => place.remove());
  const { stdout } = await regularsOk(["erase", ana.id, "--dry-run", ...pier(place)]);
  for (const line of [`Gone for good:`, `  ${ana.id}  Ana Ruiz`, `  ${lead.id}  Ana Ruiz`, "1 tag that nobody else has", "1 booking, 1 guest entry",
    "Of the bookings, still to come: 1", `  ${waiver.id}  waiver until 2034-05-01: limitation period`])
    assert.ok(stdout.includes(line), `${line} in\n${stdout}`);
  assert.equal((await exported(place, "customers")).length, 1, "nothing was done");

  const careful = await regulars(["erase", ana.id, ...pier(place)]);
  assert.equal(careful.code, 2);
  assert.match(careful.stderr, /no undo: say --yes/);
  assert.equal((await exported(place, "customers")).length, 1);

  const done = await regularsOk(["erase", ana.id, "--yes", ...pier(place)]);
  assert.match(done.stdout, /Has to be kept[^]*limitation period[^]*on the list as ers_[0-9A-Z]{13}\.\n$/);
  assert.deepEqual(await exported(place, "customers"), []);
  assert.deepEqual(await exported(place, "contacts"), []);
  const [left] = await exported(place, "bookings");
  assert.equal(left.id, booking.id);
  assert.equal(left.booker.name, null);
  assert.equal(left.grand_total.amount, 5000);
  const again = await regulars(["erase", ana.id, "--yes", ...pier(place)]);
  assert.equal(again.code, 4);
  assert.match(again.stderr, /no customer of this id in pier/);
  assert.match((await regularsOk(["check", "--figures", ...place.args])).stdout, /pier: all \d+ numbers agree/);
  assert.match((await regularsOk(["audit", "verify", ...place.args])).stdout, /pier: whole/);
});

test("an address comes on standard input, and is found where it has no profile", async (t) => {
  const { place } = await lived();
  t.after(() => place.remove());
  for (const [input, one] of [["Ben@Example.com \n", /1 communication/], ["600 111 222\n", /1 communication/]]) {
    assert.match((await regularsOk(["erase", "--dry-run", ...pier(place)], { input })).stdout, one);
    assert.match((await regularsOk(["erase", "--yes", ...pier(place)], { input })).stdout, /^Erased/m);
    const again = await regulars(["erase", "--yes", ...pier(place)], { input });
    assert.equal(again.code, 4);
    assert.match(again.stderr, /nothing under this address/);
  }
  const cases = [
    [["erase", "ben@example.com"], "", /standard input/],
    [["erase"], "", /Say whom/],
    [["erase"], "not an address\n", /full phone number/],
    [["erase"], "a@b@c\n", /email/],
    [["export-person", "--output", path.join(place.home, "x.zip")], "", /Say whom/],
    [["export-person", "cus_0000000000001"], "", /--output is needed/],
  ];
  for (const [args, input, sentence] of cases) {
    const { code, stderr } = await regulars([...args, ...pier(place)], { input });
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, sentence);
  }
  const moon = await regulars(["erase", "--dry-run", ...place.args, "--location", "moon"], { input: "ben@example.com\n" });
  assert.equal(moon.code, 4);
  assert.match(moon.stderr, /no location "moon"/);
  const foreign = await regulars(["erase", "--dry-run", ...place.args, "--location", "elsewhere"], { input: "ana@example.com\n" });
  assert.equal(foreign.code, 4);
});

test("an archive arrives whole, for its owner's eyes only", async (t) => {
  const { place, ana, booking } = await lived();
  t.after(() => place.remove());
  const file = path.join(place.home, "ana.zip");
  const { stdout } = await regularsOk(["export-person", ana.id, "--output", file, ...pier(place)]);
  assert.match(stdout, /ana\.zip: \d+ kB\.$/m);
  assert.equal((await fs.stat(file)).mode & 0o777, 0o600);
  const files = unzip(await fs.readFile(file));
  assert.deepEqual(JSON.parse(files["person.json"]).bookings.map((one) => one.id), [booking.id]);
  assert.match(files["person.vcf"], /FN:Ana Ruiz/);

  const refused = await regulars(["export-person", "--output", file, ...pier(place)], { input: "ben@example.com\n" });
  assert.equal(refused.code, 4);
  assert.match(refused.stderr, /already; --force/);
  await fs.chmod(file, 0o644);
  await regularsOk(["export-person", "--output", file, "--force", ...pier(place)], { input: "ben@example.com\n" });
  assert.equal((await fs.stat(file)).mode & 0o777, 0o600);
  assert.match(unzip(await fs.readFile(file))["communications.csv"], /To Ben/);
  const nobody = await regulars(["export-person", "--output", `${file}2`, ...pier(place)], { input: "nobody@example.com\n" });
  assert.equal(nobody.code, 4);
  assert.deepEqual((await fs.readdir(place.home)).filter((name) => name.startsWith("ana.zip")), ["ana.zip"]);
  const nowhere = await regulars(["export-person", ana.id, "--output", path.join(place.home, "no/ana.zip"), ...pier(place)]);
  assert.notEqual(nowhere.code, 0);
  assert.match(nowhere.stderr, /cannot be written/);
});
