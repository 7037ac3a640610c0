// How screens must look, whatever stands on them: axe finds nothing, nothing scrolls sideways; in both themes, on a desk, on
// a phone of 360 pixels and at 200 %. A screen is loaded once and then shown in one look after the other: themes and
// widths are the style sheet's, and what is drawn by width is drawn anew.

import assert from "node:assert/strict";
import { axe, settled, wide } from "./browser.mjs";

export const small = { width: 360, height: 740 };
const twice = { width: 720, height: 450 }; // 1440 pixels at 200 %

// In another theme the document is the same: only what axe reads of its colours can differ.
const COLOURS = ["color-contrast", "link-in-text-block"];

export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

// Changes the look of what is shown; answers when it is drawn and nothing moves any more.
async function show(page, { colorScheme, viewport }) {
  if (colorScheme)
    await page.emulateMedia({ colorScheme });
  if (viewport)
    await page.setViewportSize(viewport);
  await settled(page);
}

// What is wrong with what is shown in the light, on a desk: in words, each with the look it was seen in.
export async function wrongsOf(page) {
  const wrong = [];
  const note = (look, found) => wrong.push(...found.map((what) => `${look}: ${what}`));
  const scrolls = async (look) => note(look, await sideways(page) ? ["scrolls sideways"] : []);

  note("light", await axe(page));
  await scrolls("1440 pixels");
  await show(page, { colorScheme: "dark" });
  note("dark", await axe(page, COLOURS));
  await show(page, { viewport: small });
  note("dark, 360 pixels", await axe(page, COLOURS));
  await show(page, { colorScheme: "light" });
  note("360 pixels", await axe(page));
  await scrolls("360 pixels");
  await show(page, { viewport: twice });
  await scrolls("200 %");
  await show(page, { viewport: wide });
  return wrong;
}

// The same for what stands over a screen: of that alone. On a phone nothing of it may be wider than the phone: what is cut
// off cannot be reached.
const OVER = ["dialog[open]", ".pop", ".bulk"];
export async function wrongsOver(page) {
  const wrong = (await axe(page, undefined, OVER)).map((what) => `light: ${what}`);
  await show(page, { colorScheme: "dark" });
  wrong.push(...(await axe(page, COLOURS, OVER)).map((what) => `dark: ${what}`));
  await show(page, { colorScheme: "light", viewport: small });
  if (await sideways(page) || await page.evaluate((selectors) => [...document.querySelectorAll(selectors.join())]
    .some((it) => it.scrollWidth > it.clientWidth + 1 || it.getBoundingClientRect().right > innerWidth + 1), [...OVER, "dialog[open] .db"]))
    wrong.push("360 pixels: is wider than the screen");
  await show(page, { viewport: wide });
  return wrong;
}

// screens: { name: address }; `also` looks at each of them itself: what it answers is wrong, too.
export async function allLookRight(desk, screens, also = () => []) {
  const page = await desk.page({ signedIn: true, colorScheme: "light" });
  const wrong = [];
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(path);
    await settled(page);
    wrong.push(...[...await also(page), ...await wrongsOf(page)].map((what) => `${name}: ${what}`));
  }
  assert.deepEqual(wrong, []);
  await page.context().close();
}
