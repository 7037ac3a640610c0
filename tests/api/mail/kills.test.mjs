// A sample of tests/long/mail.mjs; and two servers on one database, which send none twice.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { mailKills, orderMails, tally } from "../../lib/mail-kill.mjs";
import { emptyPlace, engine, furnished, startServer } from "../../lib/server.mjs";
import { startMailServer } from "../../lib/smtp.mjs";

test("every mail arrives, whichever server is killed", { timeout: 240_000 }, async () => {
  await mailKills({ engine, count: 40, kills: 1 });
});

test("two servers on one database send none twice", { skip: engine !== "postgres" && "a file belongs to one server", timeout: 120_000 }, async (t) => {
  const template = await furnished(engine);
  const place = await emptyPlace(engine, { template });
  const mail = await startMailServer();
  t.after(() => mail.stop());
  const first = await startServer({ engine, place, });
  first.keys = template.keys;
  await first.request("PATCH", "L/settings", { as: "manager", json: { support_email: "hello@pier.example" } });
  await orderMails(first, 60);
  await first.stop();
  const servers = [];
  for (const node of ["0", "1", "2"])
    servers.push(await startServer({ engine, place, args: [...mail.args, "--node", node, "--socket", "no"] }));
  await mail.wait(60, 60_000);
  await sleep(1000);
  for (const server of servers)
    await server.stop();
  assert.deepEqual(tally(await mail.mails()), { arrived: 60, doubled: 0, most: 1 });
  await place.remove();
});
