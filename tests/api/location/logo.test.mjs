// The picture on public pages: what is taken, who may set it, how it is served, and where it shows.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { pngOf } from "../../lib/png.mjs";
import { startServer } from "../../lib/server.mjs";

const put = (server, body, { as = "manager", type = "image/png", place = "L" } = {}) =>
  server.request("PUT", `${place}/logo`, { as, body, headers: { "content-type": type } });

async function picture(server, path, headers = {}) {
  const answer = await fetch(server.origin + path, { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

test("a logo: set, served for ever under its own address, shown on public pages, removed", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const [form] = (await server.request("GET", "L/forms")).body.items;
  const page = async () => (await server.request("GET", `/f/${form.key}`, { as: "nobody" })).text;
  assert.equal((await server.request("GET", "L/settings")).body.logo, null);
  assert.match(await page(), /<header class="business"><span>Pier<\/span>/);

  const bytes = pngOf(320, 80);
  const set = await put(server, bytes);
  assert.equal(set.status, 200, set.text);
  assert.match(set.body.logo, /^\/logo\/loc_\w+\/[0-9a-f]{32}\.png$/);
  assert.equal((await put(server, bytes)).body.logo, set.body.logo, "the same picture, the same address");
  const served = await picture(server, set.body.logo);
  assert.equal(served.status, 200);
  assert.deepEqual(served.bytes, bytes);
  assert.equal(served.headers.get("content-type"), "image/png");
  assert.equal(served.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal(served.headers.get("x-content-type-options"), "nosniff");
  assert.match(served.headers.get("content-security-policy"), /default-src 'none'/);
  assert.match(await page(), new RegExp(`<img src="${set.body.logo}" alt="Pier">`));

  const other = await put(server, pngOf(64, 64, [200, 0, 0]));
  assert.notEqual(other.body.logo, set.body.logo);
  assert.equal((await picture(server, set.body.logo)).status, 404, "the old one is gone");
  assert.equal((await picture(server, other.body.logo.replace(".png", ".jpg"))).status, 404);
  assert.equal((await picture(server, other.body.logo.replace(/loc_\w+/, "loc_0"))).status, 404);
  const changed = await server.request("PATCH", "L/settings", { as: "manager", json: { name: "Pier One" } });
  assert.equal(changed.body.logo, other.body.logo, "other settings leave it");
  assert.match(await page(), /alt="Pier One"/);
  assert.equal((await server.request("PATCH", "L/settings", { as: "manager", json: { logo: "/evil" } })).status, 422);

  assert.equal((await server.request("DELETE", "L/logo", { as: "manager" })).status, 204);
  assert.equal((await server.request("DELETE", "L/logo", { as: "manager" })).status, 204);
  assert.equal((await picture(server, other.body.logo)).status, 404);
  assert.match(await page(), /<span>Pier One<\/span>/);
  const audit = await server.request("GET", "L/audit?action=location.updated");
  assert.ok(audit.body.items.some((each) => each.changes.some(({ field }) => field === "logo")));
});

test("what is no PNG or JPEG, too large or too small is refused; so is who may not", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
  const refused = await put(server, Buffer.from(svg), { type: "image/svg+xml" });
  assert.equal(refused.status, 415, refused.text);
  assert.match(refused.body.detail, /SVG/);
  assert.equal((await put(server, Buffer.from(svg))).status, 415, "what it calls itself does not count");
  assert.equal((await put(server, Buffer.concat([pngOf(32, 32), Buffer.from(svg)]))).status, 415);
  assert.equal((await put(server, pngOf(32, 32).subarray(0, 60))).status, 415);
  assert.equal((await put(server, Buffer.alloc(0))).status, 415);
  assert.equal((await put(server, randomBytes(300 * 1024))).status, 413);
  const small = await put(server, pngOf(8, 64));
  assert.equal(small.status, 422);
  assert.match(small.body.detail, /8 × 64/);
  for (const as of ["staff", "desk", "viewer"])
    assert.equal((await put(server, pngOf(32, 32), { as })).status, 403, as);
  assert.equal((await put(server, pngOf(32, 32), { as: "nobody" })).status, 401);
  assert.equal((await put(server, pngOf(32, 32), { as: "other-staff" })).status, 404);
  assert.equal((await server.request("DELETE", "L/logo", { as: "staff" })).status, 403);
  assert.equal((await server.request("GET", "L/settings")).body.logo, null);
});

test("settings that are asked twice say the same, long texts too", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const text = "Your kayak waits. ".repeat(50).trim();
  await server.request("PATCH", "L/settings", { as: "manager", json: { checkout_reminder_text: text } });
  for (let i = 0; i < 5; i++) {
    await server.request("GET", "L/customers");
    assert.equal((await server.request("GET", "L/settings")).body.checkout_reminder_text, text);
  }
});

test("a form says where its page is, by the public address", async (t) => {
  const server = await startServer({ args: ["--public-url", "https://crm.example.com"] });
  t.after(() => server.stop());
  const { items } = (await server.request("GET", "L/forms")).body;
  const { body } = await server.request("GET", `L/forms/${items[0].id}`);
  assert.equal(body.url, `https://crm.example.com/f/${body.key}`);
  assert.equal(items[0].url, body.url);
  const made = (await server.request("POST", "L/forms", { json: { kind: "contact", name: "New" } })).body;
  assert.equal(made.url, `https://crm.example.com/f/${made.key}`);
});
