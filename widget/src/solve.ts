// The proof of work, as ALTCHA v2 asks for it: key(counter) = PBKDF2(nonce || counter, salt, cost), until the key begins
// with what the server named. Runs in a worker or in the page; the browser's own PBKDF2 computes on threads of its own.

import { pbkdf2 } from "./pbkdf2.ts";

export type Challenge = {
  parameters: { algorithm: string; nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string };
  signature: string;
};
export type Solution = { counter: number; derivedKey: string; time: number };

const LANES = 4;         // keys that are computed at once: hides the way to the browser's threads and back
const SLICE_MS = 8;      // without them: so long the page may stand still
const MOST_MS = 90_000;

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// Lets the page breathe; timers would wait longer than needed.
const breathe = () => new Promise<void>((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); resolve(); };
  port2.postMessage(0);
});

export async function solve({ parameters }: Challenge, stopped?: AbortSignal): Promise<Solution> {
  const { algorithm, cost, keyLength, keyPrefix } = parameters;
  const hash = /^PBKDF2\/(SHA-(?:256|384|512))$/.exec(algorithm)?.[1];
  const subtle = globalThis.crypto?.subtle;
  if (!hash || !subtle && hash !== "SHA-256")
    throw new Error(`unknown algorithm ${algorithm}`);
  const nonce = bytesOf(parameters.nonce), salt = bytesOf(parameters.salt);
  const begun = performance.now();
  let next = 0, slice = begun;
  let found: Solution | undefined;

  const password = (counter: number) => {
    const bytes = new Uint8Array(nonce.length + 4);
    bytes.set(nonce);
    new DataView(bytes.buffer).setUint32(nonce.length, counter);
    return bytes;
  };
  const derive = async (counter: number): Promise<Uint8Array> => {
    if (!subtle) {
      if (performance.now() - slice > SLICE_MS) {
        await breathe();
        slice = performance.now();
      }
      return pbkdf2(password(counter), salt, cost, keyLength);
    }
    const key = await subtle.importKey("raw", password(counter), "PBKDF2", false, ["deriveBits"]);
    return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash, salt, iterations: cost }, key, keyLength * 8));
  };
  const lane = async () => {
    while (!found) {
      const time = performance.now() - begun;
      if (stopped?.aborted || time > MOST_MS)
        throw new Error("not solved");
      const counter = next++;
      const derivedKey = hexOf(await derive(counter));
      if (derivedKey.startsWith(keyPrefix))
        found = { counter, derivedKey, time: Math.round(performance.now() - begun) };
    }
  };
  await Promise.all(Array.from({ length: subtle ? LANES : 1 }, lane));
  return found!;
}
