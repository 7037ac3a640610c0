// The beginning of two real order logs: imported twice by the command line and once over HTTP they give what awk says.
// tests/long/order-logs.mjs does the whole of them.

import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { exported, furnishedPlace, importFile } from "../lib/moving.mjs";
import { cut, expected, found, hotel, hotelExpected, hotelFound, isThere, logs, sendLog, unzipped } from "../lib/order-logs.mjs";
import { startServer } from "../lib/server.mjs";
import fs from "node:fs/promises";

const LINES = 2000;

for (const [name, log] of Object.entries(logs)) {
  test(`${name}: twice by the command line, once over HTTP`, { skip: !isThere(log.file) && "../shared/data is not here" }, async () => {
    const place = await furnishedPlace();
    const file = cut(log, LINES, path.join(place.home, "log"));
    const want = await expected(log, file);
    const first = await importFile(place, "bookings", file, log.options);
    assert.deepEqual([first.code, first.made, first.refused], [0, LINES, 0], first.stderr);
    assert.deepEqual(await found(place), want);
    const second = await importFile(place, "bookings", file, log.options);
    assert.deepEqual([second.made, second.changed, second.unchanged], [0, 0, LINES]);
    assert.deepEqual(await found(place), want);

    const server = await startServer();
    assert.deepEqual(await sendLog(server, name, file), { 201: LINES });
    assert.deepEqual(await found(server.place), want);
    assert.deepEqual(await sendLog(server, name, file), { 200: LINES });
    await server.stop();
    await place.remove();
  });
}

test("hotel: bookings that name nobody belong to nobody", { skip: !isThere(hotel.zip) && "../shared/data is not here" }, async () => {
  const place = await furnishedPlace();
  const file = path.join(place.home, "hotel.csv");
  await fs.writeFile(file, unzipped(hotel.zip).split("\n").slice(0, LINES + 1).join("\n"));
  const done = await importFile(place, "bookings", file, hotel.options);
  assert.deepEqual([done.code, done.made], [0, LINES], done.stderr);
  assert.deepEqual(await hotelFound(place), await hotelExpected(file));
  assert.deepEqual(await exported(place, "customers"), []);
  await place.remove();
});
