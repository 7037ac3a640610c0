// Many lives against the model: node tests/long/model.mjs FIRST LAST [sqlite|postgres]. Prints every seed that fails, and a
// line each fifty. WORKERS=1 lives one at a time.

import { live } from "../model/life.mjs";

const [first, last] = process.argv.slice(2, 4).map(Number);
const engine = process.argv[4] ?? "sqlite";
const begun = Date.now();
let lived = 0, failed = 0;

const seconds = () => Math.round((Date.now() - begun) / 1000);

async function worker(seeds) {
  for (const seed of seeds) {
    try {
      await live({ seed, engine });
      lived++;
    } catch (error) {
      failed++;
      console.log(error.message);
    }
    if ((lived + failed) % 50 === 0)
      console.log(`${lived + failed} of ${last - first + 1} on ${engine}, ${failed} failed, ${seconds()} s`);
  }
}

const seeds = Array.from({ length: last - first + 1 }, (_, i) => first + i)[Symbol.iterator]();
await Promise.all(Array.from({ length: Number(process.env.WORKERS ?? 2) }, () => worker(seeds)));
console.log(`seeds ${first} to ${last} on ${engine}, 160 operations each, ${seconds()} s`);
console.log(`${lived} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
