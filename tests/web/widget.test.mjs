// The widget by itself: small, allowed everywhere, and its proof of work is what ALTCHA's own library accepts.

import assert from "node:assert/strict";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import zlib from "node:zlib";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { pbkdf2 } from "../../widget/src/pbkdf2.ts";
import { solve } from "../../widget/src/solve.ts";
import { startServer } from "../lib/server.mjs";

const MOST_BYTES = 15_000;
let server;
before(async () => { server = await startServer({ furnish: false }); });
after(() => server.stop());

const get = (headers) => fetch(`${server.origin}/widget.js`, { headers });

// fetch() unpacks what it gets: sizes are those of the header.
test("one script of at most 15 kB as it travels", async () => {
  const plain = Buffer.from(await (await get({ "Accept-Encoding": "identity" })).arrayBuffer());
  for (const coding of ["gzip", "br"]) {
    const answer = await get({ "Accept-Encoding": coding });
    assert.equal(answer.headers.get("content-encoding"), coding);
    assert.ok(Number(answer.headers.get("content-length")) <= MOST_BYTES, `${answer.headers.get("content-length")} bytes`);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), plain);
  }
  assert.ok(zlib.gzipSync(plain).length <= MOST_BYTES);
});

test("every page may load it, keeps it for a while, and asks whether it is still the same", async () => {
  const answer = await get({});
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert.equal(answer.headers.get("cross-origin-resource-policy"), "cross-origin");
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.equal(answer.headers.get("cache-control"), "public, max-age=600");
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  await answer.arrayBuffer();
  const again = await get({ "If-None-Match": answer.headers.get("etag") });
  assert.equal(again.status, 304);
});

test("our PBKDF2 is PBKDF2", () => {
  for (const [passwordLength, saltLength, rounds, length] of
    [[0, 0, 1, 32], [20, 16, 1000, 32], [20, 16, 2, 20], [64, 51, 3, 64], [65, 52, 5, 80], [200, 130, 7, 33]]) {
    const password = randomBytes(passwordLength), salt = randomBytes(saltLength);
    assert.deepEqual(Buffer.from(pbkdf2(password, salt, rounds, length)), pbkdf2Sync(password, salt, rounds, length, "sha256"),
      `${passwordLength} ${saltLength} ${rounds} ${length}`);
  }
});

const secrets = { hmacSignatureSecret: "k1", hmacKeySignatureSecret: "k2" };

test("ALTCHA's library accepts what the solver finds, with and without the browser's own cryptography", async () => {
  const own = globalThis.crypto;
  for (const without of [false, true])
    for (const counter of [0, 77, undefined]) { // undefined: the random mode, whichever key begins with 00
      const challenge = await createChallenge({ algorithm: "PBKDF2/SHA-256", deriveKey, cost: 20, counter, ...secrets,
        expiresAt: Math.floor(Date.now() / 1000) + 600, data: { form: "f1" } });
      if (without)
        Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
      const solution = await solve(challenge);
      Object.defineProperty(globalThis, "crypto", { value: own, configurable: true });
      if (counter !== undefined)
        assert.equal(solution.counter, counter);
      const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secrets });
      assert.equal(verified, true);
    }
});

test("the known challenge has the known answer", async () => {
  const parameters = {
    algorithm: "PBKDF2/SHA-256", cost: 5000, data: { form: "f1" }, expiresAt: 1893456000, keyLength: 32, keyPrefix: "d18247fc37d192e099c98cbd9a632544",
    keySignature: "baf00a0d2a753c4d323c58c6d9de650ba58ec674030dfb83a0a0b13d29cf7762", nonce: "28c0ff0edf90303bbd4b271f539501f9", salt: "acb70b8a1d21cf77457229f7c4cb4cdf",
  };
  const { counter, derivedKey } = await solve({ parameters, signature: "578df2bad51f76713214c81e6c72038960671e6d426369033a79afb14a8d6045" });
  assert.equal(counter, 3);
  assert.equal(derivedKey, "d18247fc37d192e099c98cbd9a6325444a4750f109a8cdab98a8c45ae5c9846f");
});

test("a solver that is stopped stops; what it does not know it refuses", async () => {
  const parameters = { algorithm: "PBKDF2/SHA-256", cost: 1, keyLength: 32, keyPrefix: "0".repeat(64), nonce: "00", salt: "00" };
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  await assert.rejects(solve({ parameters, signature: "" }, stop.signal), /not solved/);
  await assert.rejects(solve({ parameters: { ...parameters, algorithm: "ARGON2ID" }, signature: "" }), /unknown algorithm/);
});
