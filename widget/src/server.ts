// Talking to the server: docs/develop/forms.md.

import { Refused, type Definition, type Problem } from "./definition.ts";
import type { Challenge } from "./solve.ts";
import type { Texts } from "./texts.ts";

export const LOST = "lost";

async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(address, { credentials: "omit", mode: "cors", referrerPolicy: "no-referrer", ...init });
  } catch {
    throw new Refused(LOST, "");
  }
}

async function refusal(answer: Response, t?: Texts): Promise<Refused> {
  let body: { code?: string; detail?: string; title?: string; errors?: Problem[] } = {};
  try {
    body = await answer.json();
  } catch {
    // Not ours: something stands between.
  }
  const busy = answer.status === 429 || answer.status >= 500;
  return new Refused(body.code ?? String(answer.status), busy && t ? t.slow : body.detail ?? body.title ?? String(answer.status), body.errors);
}

async function read<T>(address: string): Promise<T> {
  const answer = await ask(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok)
    throw await refusal(answer);
  return answer.json();
}

export const getDefinition = (base: string) => read<Definition>(`${base}/definition`);
export const getChallenge = (base: string) => read<Challenge>(`${base}/challenge`);

export type Sent = { ok: true; thank_you: string | null; redirect: string | null };

export async function post(base: string, body: unknown, t: Texts): Promise<Sent> {
  const answer = await ask(base, {
    method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw await refusal(answer, t);
  return answer.json();
}
