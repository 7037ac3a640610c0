// Waits for what happens beside: check() until it answers something true, at most 30 seconds. What is said when it does
// not may be a function.

import { setTimeout as sleep } from "node:timers/promises";

export async function until(what, check, { everyMs = 50, mostMs = 30_000 } = {}) {
  let last;
  for (const deadline = Date.now() + mostMs; Date.now() < deadline; await sleep(everyMs)) {
    last = await check();
    if (last)
      return last;
  }
  throw new Error(`${typeof what === "function" ? what() : what} did not happen`);
}
