// The one place for fetching. It knows: problem+json, sessions that end (401), changes by others (412), an
// Idempotency-Key on every creation, what may be repeated when the connection drops, and when we are offline.

import { connection } from "./connection.svelte";

export type FieldError = { field: string; code: string; detail: string; customer_id?: string; contact_id?: string };

export class Problem extends Error {
  status: number;
  code: string;
  errors: FieldError[];
  requestId: string;

  constructor(status: number, body: { title?: string; detail?: string; code?: string; errors?: FieldError[]; request_id?: string }) {
    super(body.detail ?? body.title ?? `Error ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.errors = body.errors ?? [];
    this.requestId = body.request_id ?? "";
  }
}

export type Answer<T> = { status: number; data: T; etag: string; location: string };

export type Page<T> = {
  items: T[];
  total: number;
  total_exact: boolean;
  page: number | null;
  limit: number;
  next_cursor: string | null;
  prev_cursor: string | null;
};

type Options = { body?: unknown; etag?: string; key?: string; signal?: AbortSignal; anonymous?: boolean };

const base = "/api/v1";
const tries = 4;

// Who asks again when the session has ended; set by the session, so that nothing here knows of screens.
let signInAgain: (() => Promise<void>) | null = null;
export function whenSignedOut(ask: () => Promise<void>) {
  signInAgain = ask;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function headersOf({ body, etag, key }: Options): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (body !== undefined) // a file goes as what it is
    headers.set("Content-Type", body instanceof Blob ? body.type : "application/json");
  if (etag)
    headers.set("If-Match", etag);
  if (key)
    headers.set("Idempotency-Key", key);
  return headers;
}

async function once(method: string, path: string, options: Options): Promise<Response> {
  return fetch(base + path, {
    method,
    headers: headersOf(options),
    body: options.body === undefined || options.body instanceof Blob ? options.body : JSON.stringify(options.body),
    credentials: "same-origin",
    signal: options.signal,
  });
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return new Problem(response.status, await response.json());
  } catch {
    return new Problem(response.status, { title: response.statusText });
  }
}

// Reading, and writing with a key or a condition, does no harm twice.
function mayRepeat(method: string, options: Options): boolean {
  return method === "GET" || method === "PUT" || (method === "POST" && !!options.key);
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await once(method, path, options);
    } catch (error) {
      if (options.signal?.aborted)
        throw error;
      connection.lost();
      if (!mayRepeat(method, options) || attempt === tries)
        throw new Problem(0, { code: "offline", detail: "The connection is gone. Nothing was lost; try again when it is back." });
      await Promise.race([pause(attempt * 600), connection.back()]);
      continue;
    }
    connection.found();
    if (response.ok) {
      const text = response.status === 204 ? "" : await response.text();
      return {
        status: response.status,
        data: (text ? JSON.parse(text) : undefined) as T,
        etag: response.headers.get("ETag") ?? "",
        location: response.headers.get("Location") ?? "",
      };
    }
    if (response.status === 401 && !options.anonymous && signInAgain) {
      await signInAgain();
      continue;
    }
    if (response.status === 503 && mayRepeat(method, options) && attempt < tries) {
      await pause(Math.min(5, Number(response.headers.get("Retry-After")) || 1) * 1000);
      continue;
    }
    throw await problemOf(response);
  }
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, { signal });
export const post = <T>(path: string, body: unknown = {}, key = newKey()) => call<T>("POST", path, { body, key });
export const put = <T>(path: string, body?: unknown) => call<T>("PUT", path, { body });
export const patch = <T>(path: string, body: unknown, etag: string) => call<T>("PATCH", path, { body, etag });
export const remove = <T = void>(path: string, etag = "*") => call<T>("DELETE", path, { etag });

export function newKey(): string {
  return crypto.randomUUID();
}

// One key for one thing to be made: a form that is sent again with the same content must not make it twice, one that
// was changed is another request.
export class CreationKey {
  #body = "";
  #key = "";

  for(body: unknown): string {
    const text = JSON.stringify(body);
    if (text !== this.#body || !this.#key) {
      this.#body = text;
      this.#key = newKey();
    }
    return this.#key;
  }
}

export function query(parameters: Iterable<[string, string]>): string {
  const text = new URLSearchParams([...parameters]).toString();
  return text ? `?${text}` : "";
}
