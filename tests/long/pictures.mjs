// Takes the pictures that the README and docs/ show, of the demo business: node tests/long/pictures.mjs
// They go to docs/pictures/.

import fs from "node:fs/promises";
import path from "node:path";
import { startDesk, phone, wide } from "../lib/browser.mjs";
import { regularsOk, root } from "../lib/program.mjs";
import { emptyPlace } from "../lib/server.mjs";

const out = path.join(root, "docs/pictures");
const shots = [
  { name: "customers", path: "customers", viewport: wide, colorScheme: "light" },
  { name: "leads-dark", path: "leads", viewport: wide, colorScheme: "dark" },
  { name: "customers-phone", path: "customers", viewport: phone, colorScheme: "light" },
];

const place = await emptyPlace("sqlite");
const { stdout } = await regularsOk(["demo", ...place.args], { timeoutMs: 600_000 });
const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(stdout);
const desk = await startDesk({ engine: "sqlite", place });
await fs.mkdir(out, { recursive: true });
for (const shot of shots) {
  const page = await desk.page({ viewport: shot.viewport, colorScheme: shot.colorScheme });
  await page.goto("/");
  await page.fill("input[type=email]", email);
  await page.fill("input[type=password]", password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/customers");
  await page.goto(`/l/harbour-kayaks/${shot.path}`);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: path.join(out, `${shot.name}.png`) });
  await page.context().close();
}
await desk.stop();
await place.remove();
