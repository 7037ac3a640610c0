// Twenty lives; tests/long/model.mjs runs many more. A seed that fails is printed with what was done.

import test from "node:test";
import { live } from "./life.mjs";

for (let seed = 1; seed <= 20; seed++)
  test(`seed ${seed}`, { timeout: 300_000 }, () => live({ seed }));
