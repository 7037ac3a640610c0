import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { exported, fixture, furnishedPlace, importFile } from "../lib/moving.mjs";
import { regulars, regularsOk } from "../lib/program.mjs";
import { startServer } from "../lib/server.mjs";

const csv = (place, noun, ...options) =>
  regularsOk(["export", noun, ...place.args, "--location", "pier", ...options]).then(({ stdout }) => stdout.split("\r\n"));

test("CSV has the columns of the field table, decimal amounts, and no formulas", async () => {
  const place = await furnishedPlace();
  const file = path.join(place.home, "people.csv");
  await fs.writeFile(file, 'name,email,notes,tags\n"=HYPERLINK(""x"")",a@example.com,"+1-1",VIP\n"Ruiz, Ana",b@example.com,"a\nb",VIP;Local\n');
  await importFile(place, "customers", file);
  await importFile(place, "bookings", fixture("fareharbor.csv"), ["--source", "fareharbor", "--skip-title"]);
  const [header, first, second] = await csv(place, "customers");
  assert.match(header, /^id,name,emails,phones,/);
  assert.ok(!/search|name_fold|location_id/.test(header), "hidden columns stay inside");
  assert.match(first, /,"?'=HYPERLINK/);
  assert.match(second, /,"Ruiz, Ana",b@example\.com,/);
  assert.match(second, /"VIP; Local"/);
  const bookings = await csv(place, "bookings");
  assert.match(bookings[0], /grand_total/);
  assert.match(bookings[1], /,1120\.00,20\.00,1100\.00,/);
  assert.equal(bookings.length, 5, "three rows, a header, and what follows the last line end");
  assert.equal((await csv(place, "contacts")).length, 2);

  const again = path.join(place.home, "again.csv");
  await fs.writeFile(again, (await csv(place, "customers")).join("\r\n"));
  const back = await importFile(place, "customers", again);
  assert.deepEqual([back.made, back.changed, back.refused], [0, 0, 0], "an export reads as an import");
  await place.remove();
});

test("filters are those of the lists; a file appears only when it is whole", async () => {
  const place = await furnishedPlace();
  await importFile(place, "bookings", fixture("fareharbor.csv"), ["--source", "fareharbor", "--skip-title"]);
  assert.equal((await exported(place, "bookings", ["--filter", "status=canceled"])).length, 1);
  assert.equal((await exported(place, "customers", ["--filter", "q=tom"]))[0].name, "Tom Weiss");
  const file = path.join(place.home, "out.csv");
  await regularsOk(["export", "bookings", ...place.args, "--location", "pier", "--output", file]);
  assert.equal((await fs.readFile(file, "utf8")).split("\r\n").length, 5);
  assert.equal((await fs.stat(file)).mode & 0o777, 0o600);
  const cases = [
    [["bookings", "--filter", "colour=red"], /colour/],
    [["bookings", "--filter", "red"], /NAME=VALUE/],
    [["boats"], /customers, contacts or bookings/],
    [["bookings", "--format", "xml"], /csv or jsonl/],
    [["bookings", "--output", path.join(place.home, "no/out.csv")], /cannot be written/],
  ];
  for (const [args, sentence] of cases) {
    const { code, stderr } = await regulars(["export", ...args, ...place.args, "--location", "pier"]);
    assert.notEqual(code, 0, args.join(" "));
    assert.match(stderr, sentence);
  }
  const nowhere = await regulars(["export", "bookings", ...place.args, "--location", "moon"]);
  assert.equal(nowhere.code, 4);
  assert.match(nowhere.stderr, /no location "moon"/);
  await place.remove();
});

test("an export goes on beside a running server, and only its location is in it", async () => {
  const server = await startServer();
  for (const [target, as] of [["L/contacts", "staff"], ["E/contacts", "other-staff"]])
    assert.equal((await server.request("POST", target, { as, json: { name: "Ana", source: "referral" } })).status, 201);
  assert.deepEqual((await exported(server.place, "contacts")).map((each) => each.name), ["Ana"]);
  await server.stop();
});
