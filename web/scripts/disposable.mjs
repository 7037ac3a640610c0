// Domains of addresses made for throwing away, one a line, sorted by bytes: from an npm package's data (CC0).
//
//     node web/scripts/disposable.mjs > build/lists/disposable.txt
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const entry = createRequire(import.meta.url).resolve("disposable-email-domains-js");
const list = JSON.parse(fs.readFileSync(path.join(path.dirname(entry), "dict/disposable_email_blocklist.json"), "utf8"));
const domains = [...new Set(list.map((domain) => domain.trim().toLowerCase()))].filter((domain) => /^[a-z0-9.-]+$/.test(domain));
if (domains.length < 1000)
  throw new Error(`only ${domains.length} domains: the package has another shape now`);
process.stdout.write(`${domains.sort((a, b) => (a < b ? -1 : 1)).join("\n")}\n`);
