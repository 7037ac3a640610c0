// A slow machine and a slow line, to find what goes well only by luck:
//
//     REGULARS_SLOW=4 node tests/run.mjs --jobs 1 web/forms
//
// The browser then computes four times as slowly, and every answer takes up to 300 ms more: half of them are asked later,
// half are held back after the server has done what was asked, so that the live stream tells of it first. Whoever runs the
// stories on one core beside other work (taskset -c 0) sees what a loaded machine does.

import { setTimeout as sleep } from "node:timers/promises";

const rate = Number(process.env.REGULARS_SLOW ?? 1);
const MOST_MS = 300;

export function slowed(browser) {
  if (!(rate > 1))
    return browser;
  const plain = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await plain(options);
    context.on("page", (page) => void throttle(context, page));
    let offline = false;
    const setOffline = context.setOffline.bind(context);
    context.setOffline = (value) => { offline = value; return setOffline(value); };
    await context.route(/^https?:/, (route) => (offline ? route.fallback() : answerLater(route)));
    return context;
  };
  return browser;
}

// A page that has gone again needs no throttle.
async function throttle(context, page) {
  try {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate });
  } catch {
    // gone
  }
}

// What streams, or goes into a file, cannot be held back whole.
async function answerLater(route) {
  const url = route.request().url();
  const later = () => sleep(Math.random() * MOST_MS);
  try {
    if (/\/api\//.test(url) && !/\/events|export|download|archive/.test(url) && Math.random() < 0.5) {
      const response = await route.fetch({ maxRedirects: 0 });
      await later();
      await route.fulfill({ response });
    } else {
      await later();
      await route.fallback();
    }
  } catch {
    // the page has gone, or the line was cut: then nobody waits for it
    await route.abort().catch(() => {});
  }
}
