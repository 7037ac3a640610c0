// For node:test: one line of JSON per finished test, for tests/run.mjs to count.

import { inspect } from "node:util";

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail" || data.details?.type === "suite" && type === "test:pass")
      continue;
    const cause = data.details?.error?.cause ?? data.details?.error;
    if (data.details?.error?.failureType === "subtestsFailed")
      continue; // its parts were counted
    yield `\u0001${JSON.stringify({
      name: data.name,
      line: data.line,
      outcome: data.skip !== undefined ? "skipped" : type === "test:pass" ? "passed" : "failed",
      error: type === "test:fail" ? (cause?.stack ?? inspect(cause)) : undefined,
    })}\n`;
  }
}
