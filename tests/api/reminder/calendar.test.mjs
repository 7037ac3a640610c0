// The private calendar address: read by an independent parser (ical.js), through the changes of the clocks, and dead when it must be.
import assert from "node:assert/strict";
import test from "node:test";
import ICAL from "ical.js";
import { owner, startServer } from "../../lib/server.mjs";

async function started(t) {
  const server = await startServer();
  t.after(() => server.kill());
  await server.clock.move("2026-03-20T09:00:00Z");
  return server;
}

async function signIn(server, { email, password }) {
  const answer = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email, password } });
  assert.equal(answer.status, 201, answer.text);
  const cookie = answer.setCookies[0].split(";")[0];
  return (method, target, json, headers = {}) => server.request(method, target,
    { as: "nobody", json, headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/json", ...headers } });
}

const pathOf = (address) => new URL(address).pathname;
const fetchIt = (server, path, headers = {}) => server.request("GET", path, { as: "nobody", headers });

// Every line as RFC 5545 wants it, and the events with moments from the calendar's own zones.
function parse(text) {
  assert.ok(text.endsWith("\r\n"));
  for (const line of text.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.ok(!/[\r\n]/.test(line), line);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return { uid: event.uid, at: new Date(event.startDate.toUnixTime() * 1000).toISOString(), summary: event.summary,
      description: event.description, sequence: event.sequence, location: event.location,
      status: component.getFirstPropertyValue("status"), zone: event.startDate.zone.tzid,
      modified: component.getFirstPropertyValue("last-modified").toString(),
      alarms: component.getAllSubcomponents("valarm").length, url: component.getFirstPropertyValue("url") };
  });
}

test("what somebody means to do stands in their calendar, in the right moment all year round", async (t) => {
  const server = await started(t);
  const me = await signIn(server, owner);
  const { body: who } = await me("GET", "/api/v1/session");
  const made = await me("POST", "/api/v1/me/calendar", {});
  assert.equal(made.status, 201, made.text);
  const path = pathOf(made.body.address);
  assert.match(path, /^\/cal\/[\w-]{43}\.ics$/);
  assert.deepEqual(parse((await fetchIt(server, path)).text), []);

  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana; Ruiz, \\ Söhne 漢字", emails: ["a@example.com"] } })).body;
  const note = `Ask, please; about C:\\kayaks\nand ${"ünïcödé 漢字 ".repeat(12)}`;
  const due = ["2026-03-28T09:00", "2026-03-29T02:30", "2026-03-29T09:00", "2026-07-01T09:00", "2026-10-25T02:30",
    "2026-10-25T09:00", "2026-10-26T09:00", "2027-01-05T09:00"];
  const moments = [];
  for (const due_at of due) {
    const { status, body, text } = await me("POST", "L/follow-ups", { customer_id: ana.id, due_at, note, site: "North; pier" });
    assert.equal(status, 201, text);
    moments.push(body.due_at);
  }
  const there = (await server.request("POST", "E/contacts", { as: "other-staff", json: { name: "Tom", source: "x" } })).body;
  const newYork = await server.request("POST", "E/follow-ups", { as: "other-staff",
    json: { contact_id: there.id, due_at: "2026-03-08T02:30", assignee_id: who.user.id } });
  assert.equal(newYork.status, 201, newYork.text);
  // Nobody else's stand there.
  await server.request("POST", "L/follow-ups", { as: "staff", json: { customer_id: ana.id, due_at: "2026-05-05T09:00" } });

  const answer = await fetchIt(server, path);
  assert.equal(answer.headers["content-type"], "text/calendar; charset=utf-8");
  const events = parse(answer.text);
  for (const line of ["DTSTART;TZID=Europe/Madrid:20260328T090000", "DTSTART;TZID=Europe/Madrid:20260329T033000",
    "DTSTART:20261025T003000Z", "DTSTART;TZID=America/New_York:20260308T033000"])
    assert.ok(answer.text.includes(`\r\n${line}\r\n`), line);
  const here = events.filter((event) => event.zone !== "America/New_York");
  assert.deepEqual(here.map((event) => event.at), moments);
  assert.deepEqual(events.filter((event) => event.zone === "America/New_York").map((event) => event.at), [newYork.body.due_at]);
  assert.equal(here[0].summary, "Follow up: Ana; Ruiz, \\ Söhne 漢字");
  assert.ok(here[0].description.startsWith(note.trim()), here[0].description);
  assert.match(here[0].url, new RegExp(`/l/pier/customers/${ana.id}$`));
  assert.deepEqual([here[0].location, here[0].status, here[0].alarms], ["North; pier", "CONFIRMED", 1]);

  // Who has it already gets nothing.
  assert.equal((await fetchIt(server, path, { "if-none-match": answer.headers.etag })).status, 304);
  await server.stop();
});

test("changes keep the event and raise its sequence; what ends stays for a month", async (t) => {
  const server = await started(t);
  const me = await signIn(server, owner);
  const path = pathOf((await me("POST", "/api/v1/me/calendar", {})).body.address);
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana", emails: ["a@example.com"] } })).body;
  const one = (await me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-03-28T09:00" })).body;
  const now = async () => parse((await fetchIt(server, path)).text)[0];
  const first = await now();
  assert.equal(first.sequence, 0);
  await server.clock.move("+1m");
  await me("POST", `L/follow-ups/${one.id}/snooze`, { until: "2026-03-30T10:00" });
  const put_off = await now();
  assert.deepEqual([put_off.uid, put_off.at, put_off.sequence], [first.uid, "2026-03-30T08:00:00.000Z", 1]);
  assert.notEqual(put_off.modified, first.modified);
  await me("POST", `L/follow-ups/${one.id}/cancel`, {});
  const canceled = await now();
  assert.deepEqual([canceled.uid, canceled.status, canceled.sequence, canceled.alarms], [first.uid, "CANCELLED", 2, 0]);
  const other = (await me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-03-29T09:00" })).body;
  await me("POST", `L/follow-ups/${other.id}/done`, { outcome: "Comes with twelve" });
  const done = parse((await fetchIt(server, path)).text).find((event) => event.summary.startsWith("Done"));
  assert.match(done.description, /Comes with twelve/);
  await server.clock.move("+31d");
  assert.deepEqual(parse((await fetchIt(server, path)).text), []);
  await server.stop();
});

test("the address dies when it is renewed, ended, or its user has left; a role sees what it may", async (t) => {
  const server = await started(t);
  const me = await signIn(server, owner);
  const { body: who } = await me("GET", "/api/v1/session");
  const location = who.locations.find((one) => one.slug === "pier").id;
  const first = pathOf((await me("POST", "/api/v1/me/calendar", {})).body.address);
  const second = pathOf((await me("POST", "/api/v1/me/calendar", {})).body.address);
  assert.equal((await fetchIt(server, first)).status, 404);
  assert.equal((await fetchIt(server, second)).status, 200);
  assert.notEqual((await me("GET", "/api/v1/me/reminders")).body.calendar_made_at, null);
  assert.equal((await me("DELETE", "/api/v1/me/calendar")).status, 204);
  assert.equal((await fetchIt(server, second)).status, 404);
  assert.equal((await me("GET", "/api/v1/me/reminders")).body.calendar_made_at, null);
  for (const path of ["/cal/x.ics", "/cal/.ics", `/cal/${"a".repeat(43)}.ics`, second.slice(0, -4)])
    assert.equal((await fetchIt(server, path)).status, 404, path);
  assert.equal((await server.request("GET", "/api/v1/me/reminders", { as: "owner" })).status, 409);

  const desk = { name: "Des", email: "des@example.com", password: "a long password for Des", roles: [{ location_id: location, role: "desk" }] };
  const user = await me("POST", "/api/v1/users", desk);
  assert.equal(user.status, 201, user.text);
  const des = await signIn(server, desk);
  const path = pathOf((await des("POST", "/api/v1/me/calendar", {})).body.address);
  const ana = (await server.request("POST", "L/customers", { as: "staff", json: { name: "Ana", emails: ["a@example.com"] } })).body;
  await me("POST", "L/follow-ups", { customer_id: ana.id, due_at: "2026-03-28T09:00", note: "She is ill", assignee_id: user.body.id });
  const [event] = parse((await fetchIt(server, path)).text);
  assert.equal(event.summary, "Follow up: Ana");
  assert.doesNotMatch(event.description, /ill/);

  const { headers } = await me("GET", `/api/v1/users/${user.body.id}`);
  const left = await me("PATCH", `/api/v1/users/${user.body.id}`, { last_day: "2026-03-21" }, { "if-match": headers.etag });
  assert.equal(left.status, 200, left.text);
  assert.equal((await fetchIt(server, path)).status, 200);
  await server.clock.move("2026-03-22T12:00:00Z");
  assert.equal((await fetchIt(server, path)).status, 404);
  await server.stop();
});
