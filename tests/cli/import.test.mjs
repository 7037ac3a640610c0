// Files of many kinds, read by the command line.

import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { exported, fixture, furnishedPlace, importFile } from "../lib/moving.mjs";
import { regulars } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";

const semicolons = ["--source", "buch", "--date-format", "%d.%m.%Y %H:%M", "--map",
  "external_id=Buchung,starts_at=Beginn,name=Name,email=E-Mail,phone=Telefon,grand_total=Betrag,paid=Bezahlt,party_size=Personen,status=Zustand,notes=Bemerkung",
  "--status-map", "bestätigt=confirmed,erledigt=completed,storniert=canceled"];

// What two runs must agree on.
const withoutTimes = (records) => records.map(({ created_at, updated_at, ...rest }) => rest);

test("semicolons, a byte-order mark, quotes over lines, decimal commas", async () => {
  const place = await furnishedPlace();
  const first = await importFile(place, "bookings", fixture("semicolons.csv"), semicolons);
  assert.deepEqual([first.code, first.rows, first.made, first.refused], [0, 3, 3, 0], first.stderr);
  const bookings = await exported(place, "bookings");
  const [one, two, three] = bookings;
  assert.equal(one.source, "buch");
  assert.equal(one.external_id, "B-1");
  assert.equal(one.starts_at, "2026-06-01T07:30:00.000Z");
  assert.deepEqual(one.grand_total, { amount: 123450, currency: "EUR" });
  assert.deepEqual(one.balance, { amount: 113450, currency: "EUR" });
  assert.equal(one.party_size, 4);
  assert.equal(one.notes, 'zwei Zeilen\nmit "Zitat"');
  assert.deepEqual(bookings.map((each) => each.status), ["confirmed", "completed", "canceled"]);
  assert.equal(three.customer_id, one.customer_id, "the phone is Ana's");
  assert.notEqual(two.customer_id, one.customer_id);
  const customers = await exported(place, "customers");
  assert.equal(customers.length, 2);
  assert.equal(customers[0].analytics.total_spent.amount, 123450);

  const second = await importFile(place, "bookings", fixture("semicolons.csv"), semicolons);
  assert.deepEqual([second.code, second.made, second.changed, second.unchanged], [0, 0, 0, 3]);
  assert.deepEqual(await exported(place, "bookings"), bookings);
  assert.deepEqual(await exported(place, "customers"), customers);
  await place.remove();
});

test("a title above a header that is recognised, dollars, a column that says Cancelled?", async () => {
  const place = await furnishedPlace();
  const without = await importFile(place, "bookings", fixture("fareharbor.csv"), ["--source", "fareharbor"]);
  assert.equal(without.code, 2);
  assert.match(without.stderr, /--skip-title/);
  const done = await importFile(place, "bookings", fixture("fareharbor.csv"), ["--source", "fareharbor", "--skip-title"]);
  assert.deepEqual([done.code, done.made], [0, 3], done.stderr);
  const [one, two, three] = await exported(place, "bookings");
  assert.deepEqual([one.external_id, one.activity, one.party_size, one.grand_total.amount, one.paid.amount],
    ["#101", "Sunset kayak", 2, 112000, 2000]);
  assert.deepEqual([one.status, two.status, three.status], ["confirmed", "canceled", "confirmed"]);
  assert.equal(two.customer_id, one.customer_id);
  assert.equal(three.all_day, true);
  await place.remove();
});

test("rows that are broken are refused with line and reason, the others are taken", async () => {
  const place = await furnishedPlace();
  const report = path.join(place.home, "report.csv");
  const options = ["--source", "old", "--external-id", "id"];
  const done = await importFile(place, "bookings", fixture("broken.csv"), options);
  assert.deepEqual([done.code, done.rows, done.made, done.unchanged, done.refused], [2, 9, 3, 1, 5], done.stderr);
  const refused = done.stderr.trim().split("\n");
  assert.match(refused[0], /^line 3: starts_at: "soon" is not a date/);
  assert.match(refused[1], /^line 4: external_id: /);
  assert.match(refused[2], /^line 6: grand_total: "a lot" is not an amount/);
  assert.match(refused[3], /^line 7: The row has 7 cells and the header 5/);
  assert.match(refused[4], /^line 8: name: .*UTF-8/);
  const again = await importFile(place, "bookings", fixture("broken.csv"), [...options, "--report", report]);
  assert.deepEqual([again.code, again.made, again.unchanged, again.refused, again.stderr], [2, 0, 4, 5, ""]);
  const lines = (await fs.readFile(report, "utf8")).trim().split("\r\n");
  assert.equal(lines[0], "line,verdict,reason");
  assert.equal(lines.filter((line) => /^\d+,refused,/.test(line)).length, 5);
  assert.equal(lines.filter((line) => /^5,noted,/.test(line)).length, 1, "the broken address stays on the booking");
  assert.equal((await exported(place, "bookings"))[1].booker.email, "four@@example");
  await place.remove();
});

test("a quote that is never closed ends the import in the middle; mended, it goes on", async () => {
  const place = await furnishedPlace();
  const options = ["--source", "old", "--external-id", "id"];
  const done = await importFile(place, "bookings", fixture("open-quote.csv"), options);
  assert.equal(done.code, 2);
  assert.match(done.stderr, /Line 3: a quote is opened and never closed/);
  assert.equal((await exported(place, "bookings")).length, 1);
  const mended = path.join(place.home, "mended.csv");
  await fs.writeFile(mended, (await fs.readFile(fixture("open-quote.csv"), "utf8")).replace('"', ""));
  const again = await importFile(place, "bookings", mended, options);
  assert.deepEqual([again.code, again.made, again.unchanged], [0, 2, 1]);
  await place.remove();
});

test("a dry run judges every row and writes nothing", async () => {
  const place = await furnishedPlace();
  const options = ["--source", "old", "--external-id", "id", "--dry-run"];
  const done = await importFile(place, "bookings", fixture("broken.csv"), options);
  assert.deepEqual([done.rows, done.made, done.refused], [9, 3, 5]);
  assert.match(done.stdout, /Nothing was written/);
  assert.deepEqual(await exported(place, "bookings"), []);
  assert.deepEqual(await exported(place, "customers"), []);
  await place.remove();
});

test("customers of Google Contacts, by recognised headers", async () => {
  const place = await furnishedPlace();
  const done = await importFile(place, "customers", fixture("google.csv"));
  assert.deepEqual([done.rows, done.made, done.refused], [4, 3, 1], done.stderr);
  assert.match(done.stderr, /^line 5: name: /);
  const [ana, jose, lonely] = await exported(place, "customers");
  assert.equal(ana.name, "Ana Ruiz");
  assert.deepEqual(ana.emails.map((each) => each.address), ["ana@example.com", "ana@work.example", "ruiz@example.com"]);
  assert.equal(ana.primary_phone, "+34600123456");
  assert.deepEqual([ana.company, ana.date_of_birth, ana.notes, ana.source], ["Velas SL", "1988-02-11", "likes the sea", "import"]);
  assert.deepEqual(ana.tags, ["Friends"]);
  assert.deepEqual([ana.address.street, ana.address.city, ana.address.zip, ana.address.country],
    ["Calle Mayor 1", "Madrid", "28013", "ES"]);
  assert.equal(jose.name, "José");
  assert.equal(lonely.name, "lonely");
  const before = await exported(place, "customers");
  const again = await importFile(place, "customers", fixture("google.csv"));
  assert.deepEqual([again.made, again.changed, again.unchanged, again.refused], [0, 0, 3, 1]);
  assert.deepEqual(await exported(place, "customers"), before);
  await place.remove();
});

test("customers who are here already are filled in, replaced or left alone", async () => {
  const place = await furnishedPlace();
  const options = ["--source", "old", "--external-id", "Number"];
  await importFile(place, "customers", fixture("google.csv"));
  const skipped = await importFile(place, "customers", fixture("numbers.tsv"), [...options, "--existing", "skip"]);
  assert.deepEqual([skipped.made, skipped.unchanged], [2, 1], skipped.stderr);
  const filled = await importFile(place, "customers", fixture("numbers.tsv"), options);
  assert.deepEqual([filled.made, filled.changed, filled.unchanged], [0, 1, 2], filled.stderr);
  const customers = await exported(place, "customers");
  const ana = customers.find((each) => each.name === "Ana Ruiz");
  assert.deepEqual(ana.tags, ["Friends", "VIP"]);
  assert.deepEqual(ana.external_ids, [{ source: "old", id: "8" }]);
  assert.equal(ana.phones.length, 1);
  const hotel = customers.find((each) => each.name === "Hotel Sol");
  assert.deepEqual([hotel.organisation, hotel.tags], [true, ["Partner", "Agency"]]);
  const changed = path.join(place.home, "changed.tsv");
  await fs.writeFile(changed, "Number\tName\tCompany\n8\tAna María Ruiz\tBarcas SL\n");
  const updated = await importFile(place, "customers", changed, options);
  assert.deepEqual([updated.changed], [1], "known by its external id: what the row holds replaces");
  const after = (await exported(place, "customers")).find((each) => each.external_ids[0]?.id === "8");
  assert.deepEqual([after.name, after.company, after.emails.length], ["Ana María Ruiz", "Barcas SL", 3]);
  await place.remove();
});

test("columns by number, templates, sums, constants, runs of spaces, no header", async () => {
  const place = await furnishedPlace();
  const file = path.join(place.home, "log.txt");
  await fs.writeFile(file, " 00004  19970101  2   29.33\n 00004  19970118  2   29.73\n 00021  19970101  3   63.34\n");
  const done = await importFile(place, "bookings", file, ["--source", "log", "--external-id", "line", "--separator", "space",
    "--no-header", "--date-format", "%Y%m%d", "--map", 'name="Customer {1}",booker_external_id=1,starts_at=2',
    "--map", "party_size={3}+1,grand_total={4}*{3}", "--set", "status=completed,activity=Order,currency=USD"]);
  assert.deepEqual([done.code, done.made], [0, 3], done.stderr);
  const bookings = await exported(place, "bookings");
  assert.deepEqual(bookings.map((each) => each.external_id), ["1", "2", "3"]);
  assert.deepEqual(bookings.map((each) => each.grand_total), [5866, 5946, 19002].map((amount) => ({ amount, currency: "USD" })));
  assert.deepEqual(bookings.map((each) => each.party_size), [3, 3, 4]);
  assert.deepEqual((await exported(place, "customers")).map((each) => each.name), ["Customer 00004", "Customer 00021"]);
  await place.remove();
});

test("what cannot work is refused with a sentence that says how", async () => {
  const place = await furnishedPlace();
  const file = fixture("broken.csv");
  const cases = [
    [["bookings", file], /--location is needed/],
    [["leads", file, "--location", "pier"], /import customers FILE/],
    [["bookings", "nowhere.csv", "--location", "pier"], /nowhere\.csv cannot be opened/],
    [["bookings", file, "--location", "moon"], /no location "moon"/],
    [["bookings", file, "--location", "pier", "--external-id", "id"], /--source/],
    [["bookings", file, "--location", "pier", "--source", "x"], /--external-id line/],
    [["bookings", file, "--location", "pier", "--source", "x", "--external-id", "nr"], /no column "nr".*"id", "start"/],
    [["bookings", file, "--location", "pier", "--map", "colour=1"], /no "colour" to fill; there are external_id, /],
    [["bookings", file, "--location", "pier", "--map", "name"], /list of pairs/],
    [["bookings", file, "--location", "pier", "--map", "name={}"], /braces/],
    [["bookings", file, "--location", "pier", "--source", "x", "--external-id", "id", "--map", "name=3"], /when a booking starts/],
    [["bookings", file, "--location", "pier", "--date-format", "%Q"], /date format is made of/],
    [["bookings", file, "--location", "pier", "--separator", "ab"], /one character/],
    [["bookings", file, "--location", "pier", "--existing", "fill"], /customers only/],
    [["customers", file, "--location", "pier", "--existing", "eat"], /update, fill or skip/],
    [["customers", file, "--location", "pier", "--quickly"], /no option --quickly/],
  ];
  for (const [args, sentence] of cases) {
    const { code, stderr } = await regulars(["import", ...args, ...place.args]);
    assert.notEqual(code, 0, args.join(" "));
    assert.match(stderr, sentence, args.join(" "));
  }
  await place.remove();
});

test("over HTTP the same file gives the same, and a running SQLite server keeps the command out", async () => {
  const server = await startServer();
  const query = new URLSearchParams({
    source: "buch", date_format: "%d.%m.%Y %H:%M", map: semicolons[5], status_map: semicolons[7],
  });
  const body = await fs.readFile(fixture("semicolons.csv"), "utf8");
  const send = (options = {}) => server.request("POST", `L/imports/bookings?${query}`,
    { as: "manager", body, headers: { "content-type": "text/csv" }, ...options });
  const first = await send();
  assert.equal(first.status, 200, first.text);
  assert.deepEqual(first.body, { dry_run: false, rows: 3, made: 3, changed: 0, unchanged: 0, refused: 0, noted: 0, lines: [] });
  assert.equal((await send()).body.unchanged, 3);
  assert.equal((await send({ as: "staff" })).status, 403);
  assert.equal((await send({ headers: { "content-type": "text/plain" } })).status, 415);
  const unknown = await server.request("POST", "L/imports/bookings?colour=red",
    { as: "manager", body, headers: { "content-type": "text/csv" } });
  assert.equal(unknown.status, 400);

  const command = await importFile(server.place, "bookings", fixture("semicolons.csv"), semicolons);
  if (server.engine === "sqlite") {
    assert.equal(command.code, 4);
    assert.match(command.stderr, /in use by process \d+; stop it first/);
  } else {
    assert.deepEqual([command.code, command.unchanged], [0, 3]);
  }
  const over = withoutTimes(await exported(server.place, "bookings"));
  await server.stop();

  const place = await furnishedPlace();
  await importFile(place, "bookings", fixture("semicolons.csv"), semicolons);
  const forgetIds = (records) => records.map(({ id, customer_id, ...rest }) => rest);
  assert.deepEqual(forgetIds(over), forgetIds(withoutTimes(await exported(place, "bookings"))));
  await place.remove();
});
