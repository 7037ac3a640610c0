// What shows that no robot writes. The proof of work begins when somebody first touches the form and is ready long
// before they press the button; a provider's challenge is shown in the page, where the provider wants it.

import { el } from "./build.ts";
import type { Definition } from "./definition.ts";
import { getChallenge } from "./server.ts";
import { prove } from "./solver.ts";

const GOOD_MS = 8 * 60_000; // a challenge is good for ten minutes: less two for a slow way

export interface Proof {
  begin(): void;
  ready(): Promise<Record<string, string>>; // what goes into the body
  renew(): void;                            // the last one was used, or is too old
  spent(): void;                            // it was sent, and that did not do
  stop(): void;
}

export const noProof: Proof = { begin() {}, ready: () => Promise.resolve({}), renew() {}, spent() {}, stop() {} };

export function workProof(base: string, script: string, wish: () => string | null): Proof {
  let work: Promise<string> | undefined;
  let at = 0;
  let stop = new AbortController();

  const begin = () => {
    if (work && Date.now() - at < GOOD_MS)
      return;
    at = Date.now();
    const mine = work = getChallenge(base).then((challenge) => prove(challenge, script, wish(), stop.signal));
    mine.catch(() => { if (work === mine) work = undefined; }); // another try, another time
  };
  return {
    begin,
    ready: () => {
      begin();
      return work!.then((altcha) => ({ altcha }));
    },
    renew: () => { work = undefined; },
    spent() {},
    stop: () => {
      stop.abort();
      stop = new AbortController();
      work = undefined;
    },
  };
}

// [the name of the provider's API in the page, the name of its token]. The page's policy has to allow the provider's own
// origins, and its Trusted Types, if it asks for them, a script from there.
const providers: Record<string, [string, string]> = {
  turnstile: ["turnstile", "cf-turnstile-response"],
  hcaptcha: ["hcaptcha", "h-captcha-response"],
  recaptcha: ["grecaptcha", "g-recaptcha-response"],
};

type Provider = { render(where: HTMLElement, options: object): unknown; reset(id: unknown): void };

const page = () => window as unknown as Record<string, unknown>;
const found = (api: string) => {
  const it = page()[api] as Provider | undefined;
  return typeof it?.render === "function" ? it : undefined;
};
const loading: Record<string, Promise<void> | undefined> = {};

// Once a page, however many forms there are. All three say by a function of the page's that they are ready.
function load(script: string, api: string): Promise<void> {
  return loading[api] ??= new Promise<void>((resolve, reject) => {
    const ready = `regulars_${api}`;
    const tag = el("script", { src: `${script}?render=explicit&onload=${ready}`, async: true });
    page()[ready] = resolve;
    tag.onerror = reject;
    document.head.append(tag);
  }).catch((error) => {
    loading[api] = undefined; // another try, another time
    throw error;
  });
}

function providerProof(host: HTMLElement, { kind, site_key, action, script }: Definition["verification"]): Proof {
  const [api, field] = providers[kind];
  let id: unknown;
  let got: (token: string) => void = () => {};
  let failed: () => void = () => {};
  let token: Promise<string> | undefined;
  let begun: Promise<void> | undefined;
  const place = el("div", { slot: "challenge" });

  const wait = () => {
    token = new Promise((resolve, reject) => { got = resolve; failed = () => reject(new Error(kind)); });
    token.catch(() => {}); // whoever waits is told
  };
  const renew = () => {
    wait();
    if (id !== undefined)
      found(api)?.reset(id);
  };
  const show = async () => {
    if (!found(api))
      await load(script!, api);
    host.append(place);
    id = found(api)!.render(place, { sitekey: site_key, action: action || undefined, callback: (text: string) => got(text),
      "expired-callback": renew, "error-callback": () => { failed(); wait(); } });
  };
  const begin = () => {
    if (!token)
      wait();
    begun ??= show();
    begun.catch(() => { begun = undefined; });
  };
  // A token is good for one sending, whatever became of it.
  return { begin, ready: async () => { begin(); await begun; return { [field]: await token! }; }, renew, spent: renew, stop: () => place.remove() };
}

export function proofFor(host: HTMLElement, base: string, script: string, { verification }: Definition): Proof {
  if (verification.kind in providers)
    return providerProof(host, verification);
  return verification.kind === "none" ? noProof : workProof(base, script, () => host.getAttribute("worker"));
}
