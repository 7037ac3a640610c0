// The website of a business, on another origin than Regulars, with a policy as strict as it can be:
//
//     const shop = await startShop(desk.server.origin);
//     shop.pages["/contact"] = `<script async src="${shop.regulars}/widget.js"></script> …`;
//     const page = await shop.open(desk, "/contact");
//     …
//     shop.check();  // nothing that a policy forbids, no error in a script, nobody else asked
//     await shop.stop();

import assert from "node:assert/strict";
import http from "node:http";
import { MOST_MS, wide } from "./browser.mjs";

const look = `:root { color-scheme: light dark; }
body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
@media (max-width: 500px) { body { margin: 1rem; } }`;

const strict = (regulars) => `default-src 'none'; script-src ${regulars}; connect-src ${regulars}; style-src 'self'; img-src 'self'; ` +
  `form-action ${regulars}; base-uri 'none'; require-trusted-types-for 'script'`;

export async function startShop(regulars, { policy = strict(regulars), guests = [] } = {}) {
  const shop = new Shop(regulars, policy, guests);
  await new Promise((resolve) => shop.server.listen(0, "127.0.0.1", resolve));
  shop.origin = `http://127.0.0.1:${shop.server.address().port}`;
  return shop;
}

class Shop {
  constructor(regulars, policy, guests) {
    Object.assign(this, { regulars, policy, guests, pages: {}, files: {}, wrongs: [] });
    this.server = http.createServer((request, answer) => this.#answer(new URL(request.url, "http://shop").pathname, answer));
    this.server.unref();
  }

  #answer(path, answer) {
    if (path === "/look.css" || path in this.files) {
      answer.writeHead(200, { "content-type": path.endsWith(".css") ? "text/css" : "text/javascript" });
      answer.end(path === "/look.css" ? look : this.files[path]);
      return;
    }
    if (!(path in this.pages)) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": this.policy });
    answer.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kayak shop</title><link rel="stylesheet" href="/look.css"></head>
<body><main><h1>Kayak shop</h1>${this.pages[path]}</main></body></html>`);
  }

  async open(desk, path, options = {}) {
    const context = await desk.browser.newContext({ viewport: wide, locale: "en-IE", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(MOST_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.wrongs.push(`script: ${error.stack}`));
    page.on("console", (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text()))
        this.wrongs.push(`policy: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && ![this.origin, this.regulars, ...this.guests].includes(new URL(request.url()).origin))
        this.wrongs.push(`another host: ${request.url()}`);
    });
    await page.goto(path.startsWith("http") ? path : this.origin + path);
    return page;
  }

  check() {
    assert.deepEqual(this.wrongs.splice(0), []);
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
