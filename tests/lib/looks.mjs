// How screens must look, whatever stands on them: axe finds nothing, nothing scrolls sideways; in both themes, on a desk and
// on a phone of 360 pixels.

import assert from "node:assert/strict";
import { axe, wide } from "./browser.mjs";

export const small = { width: 360, height: 760 };
export const looks = ["light", "dark"].flatMap((colorScheme) => [wide, small].map((viewport) =>
  ({ name: `${colorScheme}, ${viewport.width}`, colorScheme, viewport })));

// What was asked for is there. (The network is never idle: the dashboard listens to what happens.)
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.waitForTimeout(200);
}

export async function looksRight(page, name) {
  await settled(page);
  assert.deepEqual(await axe(page), [], name);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} scrolls sideways`);
}

// screens: { name: address }
export async function allLookRight(desk, { colorScheme, viewport }, screens) {
  const page = await desk.page({ signedIn: true, colorScheme, viewport });
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(path);
    await page.locator("main h1").waitFor();
    await looksRight(page, name);
  }
  await page.context().close();
}
