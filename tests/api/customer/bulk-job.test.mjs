// More than 1,000 records are not handled at once: the answer is a job, which goes on from where it was.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../../lib/server.mjs";

const PEOPLE = 1005;

async function makePeople(server) {
  let next = 1;

  async function worker() {
    while (next <= PEOPLE) {
      const n = next++;
      const path = `L/customers/external/load/${n}`;
      const made = await server.request("PUT", path, { as: "owner", json: { name: `Person ${n}`, source: "load" } });
      assert.equal(made.status, 201, made.text);
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function finish(server, job) {
  for (let i = 0; i < 300; i++) {
    const { body } = await server.request("GET", `L/jobs/${job.id}`, { as: "manager" });
    if (body.state !== "waiting" && body.state !== "running") return body;
    await wait(200);
  }
  throw new Error("the job does not end");
}

async function total(server, query) {
  const { body } = await server.request("GET", `L/customers?${query}`, { as: "manager" });
  return body.total;
}

test("a bulk action on more than 1,000 becomes a job", async () => {
  const server = await startServer();
  await makePeople(server);

  const bulk = (json) => server.request("POST", "L/customers/bulk", { as: "manager", json });

  const tagged = await bulk({ action: "add_tags", filter: { source: "load" }, tags: ["Many"] });
  assert.equal(tagged.status, 202, tagged.text);
  assert.equal(tagged.body.total, PEOPLE);
  const done = await finish(server, tagged.body);
  assert.equal(done.state, "done");
  assert.equal(done.done, PEOPLE);
  assert.equal(done.failed, 0);
  assert.equal(await total(server, "tag=many"), PEOPLE);

  // What the action changes is what the filter asks for: nobody is passed over.
  const untagged = await bulk({ action: "remove_tags", filter: { tag: ["many"] }, tags: ["Many"] });
  assert.equal((await finish(server, untagged.body)).done, PEOPLE);
  assert.equal(await total(server, "tag=many"), 0);

  const deleted = await bulk({ action: "delete", filter: { source: "load" } });
  assert.equal((await finish(server, deleted.body)).done, PEOPLE);
  assert.equal(await total(server, "source=load"), 0);
  await server.stop();
});
