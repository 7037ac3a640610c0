// Every route × every role × another location, from the program's own table of routes: what is not theirs is refused.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { regularsOk } from "../lib/program.mjs";
import { locations, roles, startServer } from "../lib/server.mjs";

const { routes, roles: rights } = JSON.parse((await regularsOk(["routes", "--json"])).stdout);

// Nobody has this record. An id of any kind will do: the prefix is the handler's business.
const NOBODYS = "xxx_0000000000001";

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

// A key of the role has these: it acts for one location and never makes or deletes any.
const ofKey = (role) => rights[role].filter((name) => name !== "location.write");

function target(route, where) {
  return route.path.replace(":location", where.slug).replaceAll(/:[a-z_]+/g, NOBODYS);
}

async function ask(route, where, as) {
  const body = ["POST", "PUT", "PATCH"].includes(route.method) ? "{}" : undefined;
  return server.request(route.method, target(route, where), { as, body });
}

const isPublic = (route) => route.permissions.length === 0;
const ofLocation = (route) => route.path.includes("/:location");

test("the table has routes, and every role has rights", () => {
  assert.ok(routes.length > 40);
  assert.deepEqual(Object.keys(rights), roles);
});

test("only these routes ask nobody", () => {
  assert.deepEqual(routes.filter(isPublic).map((route) => `${route.method} ${route.path}`).sort(), [
    "GET /api/v1/openapi.json", "GET /brand/:colour", "GET /c/:token", "GET /cal/:file", "GET /e/answered/:token", "GET /e/take/:token",
    "GET /f/:key", "GET /f/:key/challenge", "GET /f/:key/definition", "GET /healthz", "GET /logo/:place/:name", "GET /r/:token", "GET /readyz", "GET /s/:token", "GET /u/:token",
    "OPTIONS /f/:key", "OPTIONS /f/:key/challenge", "OPTIONS /f/:key/definition",
    "POST /api/v1/password-links", "POST /api/v1/password-links/look", "POST /api/v1/password-resets",
    "POST /api/v1/session", "POST /api/v1/setup",
    "POST /c/:token", "POST /e/answered/:token", "POST /e/take/:token", "POST /f/:key", "POST /k/:key", "POST /r/:token", "POST /s/:token",
    "POST /u/:token",
  ]);
});

for (const route of routes) {
  const name = `${route.method} ${route.path}`;

  if (isPublic(route))
    continue;

  test(`${name}: nobody`, async () => {
    const answer = await ask(route, locations.L, "nobody");
    assert.equal(answer.status, 401, answer.text);
    // Nor is it said whether the location exists.
    assert.equal((await server.request(route.method, target(route, { slug: "nowhere" }), { as: "nobody" })).status, 401);
  });

  for (const role of roles) {
    const may = route.permissions.every((permission) => ofKey(role).includes(permission));

    test(`${name}: ${role} ${may ? "may" : "may not"}`, async () => {
      const { status, text } = await ask(route, locations.L, role);
      if (may)
        assert.ok(status !== 401 && status !== 403 && status < 500, `${status} ${text}`);
      else
        assert.equal(status, 403, text);
    });

    if (ofLocation(route))
      test(`${name}: ${role} of another location`, async () => {
        const theirs = await ask(route, locations.E, role);
        const nowhere = await ask(route, { slug: "nowhere" }, role);
        assert.equal(theirs.status, 404, theirs.text);
        // It answers like one that does not exist.
        assert.equal(nowhere.status, 404);
        assert.equal(theirs.body.detail, nowhere.body.detail);
      });
  }
}
