// A challenge provider on loopback (Turnstile, hCaptcha, reCAPTCHA), its script and its word:
//
//     const provider = await startProvider((form) => ({ success: form.response === "good", hostname: "kayak.example" }));
//     const server = await startServer({ env: provider.env("turnstile") });
//     …
//     provider.stop();
//
// `say` answers what the server asks; null: nothing, ever. The script shows a button "I am human" which gives the token
// `provider.token`, by itself in elements of the provider's class, or where render() is called; it keeps to what all three say.

import http from "node:http";

export const providers = [
  { kind: "turnstile", api: "turnstile", className: "cf-turnstile", field: "cf-turnstile-response", path: "/turnstile/v0/siteverify" },
  { kind: "hcaptcha", api: "hcaptcha", className: "h-captcha", field: "h-captcha-response", path: "/siteverify" },
  { kind: "recaptcha", api: "grecaptcha", className: "g-recaptcha", field: "g-recaptcha-response", path: "/recaptcha/api/siteverify" },
];

// Runs in the visitor's page.
function challengeScript({ api, className, field }) {
  const asked = new URL(document.currentScript.src);
  const shown = [];
  const tokenOf = () => fetch(`${asked.origin}/token`).then((answer) => answer.text());
  window[api] = {
    render(where, options) {
      if (!options.sitekey)
        throw new Error("no site key");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "I am human";
      button.addEventListener("click", () => tokenOf().then((token) => {
        button.textContent = token === "error" ? "I am human" : "Passed";
        if (token === "error")
          options["error-callback"]?.();
        else
          options.callback?.(token);
      }));
      where.append(button);
      return shown.push(button) - 1;
    },
    reset(id) {
      shown[id].textContent = "I am human";
    },
  };
  if (asked.searchParams.get("render") !== "explicit")
    for (const where of document.querySelectorAll(`.${className}`)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: field });
      where.append(input);
      window[api].render(where, { sitekey: where.dataset.sitekey, callback: (token) => { input.value = token; } });
    }
  window[asked.searchParams.get("onload")]?.();
}

export async function startProvider(say) {
  const provider = { asked: [], scripts: [], token: "good" };
  const stub = http.createServer((req, res) => {
    const { pathname } = new URL(req.url, "http://provider");
    if (req.method === "GET" && pathname === "/token")
      return res.writeHead(200, { "content-type": "text/plain", "access-control-allow-origin": "*" }).end(provider.token);
    if (req.method === "GET") {
      const known = providers.find(({ kind }) => pathname === `/${kind}.js`);
      provider.scripts.push(req.url);
      return known ? res.writeHead(200, { "content-type": "text/javascript" }).end(`(${challengeScript})(${JSON.stringify(known)});`)
        : res.writeHead(404).end();
    }
    let text = "";
    req.on("data", (bytes) => { text += bytes; });
    return req.on("end", () => {
      provider.asked.push({ path: req.url, form: Object.fromEntries(new URLSearchParams(text)) });
      const answer = say(provider.asked.at(-1).form);
      if (answer !== null)
        res.writeHead(answer.httpStatus ?? 200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => { stub.listen(0, "127.0.0.1", resolve); });
  provider.origin = `http://127.0.0.1:${stub.address().port}`;
  provider.env = (...kinds) => Object.fromEntries(kinds.flatMap((kind) => [
    [`REGULARS_${kind.toUpperCase()}_URL`, provider.origin], [`REGULARS_${kind.toUpperCase()}_SCRIPT`, `${provider.origin}/${kind}.js`]]));
  provider.stop = () => { stub.closeAllConnections(); stub.close(); };
  return provider;
}
