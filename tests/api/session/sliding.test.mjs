// A session that is used goes on. The use is noted beside the answer, so a story waits until it is.

import assert from "node:assert/strict";
import test from "node:test";
import { owner, startServer } from "../../lib/server.mjs";
import { until } from "../../lib/until.mjs";

test("used within 30 days it goes on, unused it ends", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const { setCookies } = await server.request("POST", "/api/v1/session", { as: "nobody", json: { email: owner.email, password: owner.password } });
  const cookie = setCookies.map((each) => each.split(";")[0]).join("; ");
  const ask = (target) => server.request("GET", target, { as: "nobody", headers: { cookie } });
  const seen = async () => Date.parse((await ask("/api/v1/sessions")).body.items.find((one) => one.current).seen_at);

  for (let times = 0; times < 2; times++) {
    await server.clock.move("+29d");
    assert.equal((await ask("/api/v1/session")).status, 200);
    await until("the use is noted", async () => Math.abs(server.clock.now() - await seen()) < 3600_000);
  }
  await server.clock.move("+31d");
  const over = await ask("/api/v1/session");
  assert.equal(over.status, 401);
  assert.equal(over.body.detail, "The session has ended; sign in again.");
});
