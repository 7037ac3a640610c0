// A long history comes whole, in order, without gaps or repetitions, whatever the pages and the kinds.

import assert from "node:assert/strict";
import test from "node:test";
import { startServer } from "../../lib/server.mjs";

async function walk(server, path, query) {
  const items = [];
  let cursor = "";
  let pages = 0;
  do {
    const { status, body, text } = await server.request("GET", `${path}?${query}${cursor && `&cursor=${cursor}`}`, { as: "staff" });
    assert.equal(status, 200, text);
    items.push(...body.items);
    cursor = body.next_cursor;
    assert.ok(++pages < 500, "it ends");
  } while (cursor);
  return items;
}

test("pages of any size give the same history", async () => {
  const server = await startServer();
  const post = async (target, json) => {
    const made = await server.request("POST", target, { as: "staff", json });
    assert.equal(made.status, 201, made.text);
    return made.body;
  };
  const lead = await post("L/contacts", { name: "Ana", emails: ["ana@example.com"], source: "referral" });
  const ana = await post(`L/contacts/${lead.id}/conversion`, {});
  for (let i = 0; i < 20; i++) {
    const whose = i % 3 ? { customer_id: ana.id } : { contact_id: lead.id };
    // Several at one moment, and notes between calls.
    const at = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 4))).toISOString();
    await post("L/communications", { via: i % 5 ? "phone" : "note", title: `number ${i}`, at, ...whose });
    await post("L/consents", { channel: "phone", purpose: "surveys", given: i % 2 === 1, obtain_method: "call", at, ...whose })
      .catch((error) => { if (i % 2 === 0) throw error; });
    if (i % 4 === 0)
      await server.request("PATCH", `L/customers/${ana.id}`, { as: "staff", json: { company: `Company ${i}` } });
    if (i % 7 === 0)
      await server.request("PATCH", `L/contacts/${lead.id}`, { as: "staff", json: { tags: [`t${i}`] } });
  }
  const path = `L/customers/${ana.id}/timeline`;
  const all = await walk(server, path, "limit=200");
  assert.ok(all.length > 35);
  assert.equal(new Set(all.map((item) => item.id)).size, all.length);
  for (const limit of [2, 7])
    assert.deepEqual((await walk(server, path, `limit=${limit}`)).map((item) => item.id), all.map((item) => item.id), `by ${limit}`);
  for (const kinds of ["note", "tag", "communication,consent", "change,note", "conversion"])
    for (const limit of [1, 50])
      assert.deepEqual((await walk(server, path, `limit=${limit}&kind=${kinds}`)).map((item) => item.id),
        all.filter((item) => kinds.split(",").includes(item.kind)).map((item) => item.id), `${kinds} by ${limit}`);
  await server.stop();
});
