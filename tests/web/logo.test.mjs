// The owner gives the location a logo, and visitors see it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { axe, phone, startDesk } from "../lib/browser.mjs";
import { pngOf } from "../lib/png.mjs";

let desk, form;
before(async () => {
  desk = await startDesk();
  form = (await desk.server.request("GET", "L/forms")).body.items[0];
});
afterEach(() => desk.check());
after(() => desk.stop());

const files = {
  png: { name: "logo.png", mimeType: "image/png", buffer: pngOf(1600, 400) },
  svg: { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">
    <rect width="300" height="100" rx="20" fill="#c2410c"/><script>throw new Error("a script in a picture")</script></svg>`) },
  none: { name: "logo.png", mimeType: "image/png", buffer: Buffer.from("this is no picture") },
};

for (const options of [{}, { viewport: phone, colorScheme: "dark" }])
  test(`a logo is chosen, seen, changed and removed${options.viewport ? ", on a phone in the dark" : ""}`, async () => {
    const page = await desk.signedIn("/l/pier/settings", options);
    const input = page.locator("input[type=file]");
    const shown = page.getByRole("img", { name: "Pier" });
    await page.getByLabel("Brand colour").fill("#c2410c"); // what is typed and not saved stays
    await input.setInputFiles(files.none);
    await page.getByText("This picture cannot be read").waitFor();
    await input.setInputFiles(files.png);
    await shown.waitFor();
    assert.deepEqual(await shown.evaluate((it) => it.decode().then(() => [it.naturalWidth, it.naturalHeight])), [640, 160], "made small");
    assert.equal(await page.getByText("This picture cannot be read").count(), 0);
    const first = await shown.getAttribute("src");
    await input.setInputFiles(files.svg);
    await page.waitForFunction((was) => document.querySelector(".logoshown img")?.getAttribute("src") !== was, first);
    assert.deepEqual(await axe(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.equal(await page.getByLabel("Brand colour").inputValue(), "#c2410c");
    if (process.env.REGULARS_PICTURES)
      await page.locator(".logo").scrollIntoViewIfNeeded().then(() => page.screenshot({ path: `${process.env.REGULARS_PICTURES}/logo-${options.colorScheme ?? "light"}.png` }));
    await page.getByRole("button", { name: "Save settings" }).click(); // on top of the picture that was set meanwhile
    await page.getByText("The settings are saved").waitFor();

    const visitor = await desk.page(options);
    await visitor.goto(`/f/${form.key}`);
    const logo = visitor.getByRole("img", { name: "Pier" });
    await logo.waitFor();
    assert.deepEqual(await logo.evaluate((it) => it.decode().then(() => [it.naturalWidth, it.naturalHeight, it.getBoundingClientRect().height <= 56])), [300, 100, true]);
    if (process.env.REGULARS_PICTURES)
      await visitor.screenshot({ path: `${process.env.REGULARS_PICTURES}/page-${options.colorScheme ?? "light"}.png` });
    await visitor.context().close();

    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("Public pages show the name again").waitFor();
    assert.equal(await shown.count(), 0);
    await page.context().close();
  });
