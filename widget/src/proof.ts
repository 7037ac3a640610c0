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
  stop(): void;
}

export const noProof: Proof = { begin() {}, ready: () => Promise.resolve({}), renew() {}, stop() {} };

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
    stop: () => {
      stop.abort();
      stop = new AbortController();
      work = undefined;
    },
  };
}

// [script, what it makes, the name of its token]. The page's policy has to allow the provider's own origins.
const providers: Record<string, [string, string, string]> = {
  turnstile: ["https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit", "turnstile", "cf-turnstile-response"],
  hcaptcha: ["https://js.hcaptcha.com/1/api.js?render=explicit", "hcaptcha", "h-captcha-response"],
  recaptcha: ["https://www.google.com/recaptcha/api.js?render=explicit", "grecaptcha", "g-recaptcha-response"],
};

type Provider = { ready?: (then: () => void) => void; render(where: HTMLElement, options: object): unknown; reset(id: unknown): void };

function load(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const tag = el("script", { src: script, async: true });
    tag.onload = () => resolve();
    tag.onerror = reject;
    document.head.append(tag);
  });
}

function providerProof(host: HTMLElement, { kind, site_key, action }: Definition["verification"]): Proof {
  const [script, global, field] = providers[kind];
  const found = () => (window as unknown as Record<string, Provider | undefined>)[global];
  let id: unknown;
  let got: (token: string) => void = () => {};
  let token: Promise<string> | undefined;
  let begun: Promise<void> | undefined;
  const place = el("div", { slot: "challenge" });

  const show = async () => {
    if (!found())
      await load(script);
    const provider = found()!;
    await new Promise<void>((resolve) => (provider.ready ? provider.ready(resolve) : resolve()));
    host.append(place);
    id = provider.render(place, { sitekey: site_key, action: action || undefined, callback: (text: string) => got(text), "expired-callback": () => renew() });
  };
  const wait = () => { token = new Promise((resolve) => { got = resolve; }); };
  const begin = () => {
    if (!token)
      wait();
    begun ??= show();
    begun.catch(() => { begun = undefined; });
  };
  const renew = () => {
    wait();
    if (id !== undefined)
      found()?.reset(id);
  };
  return { begin, ready: async () => { begin(); await begun; return { [field]: await token! }; }, renew, stop: () => place.remove() };
}

export function proofFor(host: HTMLElement, base: string, script: string, { verification }: Definition): Proof {
  if (verification.kind in providers)
    return providerProof(host, verification);
  return verification.kind === "none" ? noProof : workProof(base, script, () => host.getAttribute("worker"));
}
