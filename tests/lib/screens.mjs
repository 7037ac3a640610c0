// The screens of the dashboard, as web/src/features/pages.ts lists them, and the tabs of profiles: so that nobody can
// add one that is not looked at.

import fs from "node:fs";
import path from "node:path";
import { root } from "./program.mjs";

const read = (file) => fs.readFileSync(path.join(root, "web/src/features", file), "utf8");

// [{ name, one }]: `one` when a single record has a screen of its own.
export function pageList() {
  const text = read("pages.ts");
  const entries = text.slice(text.indexOf("export const pages")).split(/\n {2}\{ name: /).slice(1);
  return entries.map((entry) => ({ name: /^"([\w-]+)"/.exec(entry)[1], one: /\bone: \(\) => import/.test(entry) }));
}

export const tabNames = (file) => [...read(file).matchAll(/\{ name: "([\w-]+)"/g)].map(([, name]) => name);
