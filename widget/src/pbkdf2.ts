// PBKDF2 with HMAC-SHA-256 (RFC 8018, RFC 2104, FIPS 180-4) in plain JavaScript: for pages that are not secure
// (http:// on another host), where browsers keep crypto.subtle away. Two to four times slower than the browser's own.

const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The fractional parts of the square and cube roots of the first primes, as FIPS 180-4 has them.
(() => {
  let found = 0;
  const fraction = (x: number) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++)
      prime = prime && n % d !== 0;
    if (!prime)
      continue;
    if (found < 8)
      START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
})();

const W = new Int32Array(64);

// One block of sixteen words in W goes into the state.
function compress(state: Uint32Array) {
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) +
      ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
  }
  let a = state[0] | 0, b = state[1] | 0, c = state[2] | 0, d = state[3] | 0;
  let e = state[4] | 0, f = state[5] | 0, g = state[6] | 0, h = state[7] | 0;
  for (let i = 0; i < 64; i++) {
    const t = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i]) | 0;
    const u = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c)) | 0;
    h = g; g = f; f = e; e = (d + t) | 0;
    d = c; c = b; b = a; a = (t + u) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

// The bytes after `before` bytes (a multiple of 64) that went into the state already.
function finish(state: Uint32Array, bytes: Uint8Array, before: number): Uint32Array {
  const blocks = (bytes.length + 72) >> 6;
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  bytes.forEach((byte, i) => padded.setUint8(i, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(blocks * 64 - 4, (before + bytes.length) * 8);
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < 16; i++)
      W[i] = padded.getInt32(block * 64 + i * 4);
    compress(state);
  }
  return state;
}

function toBytes(words: Uint32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, i) => view.setUint32(i * 4, word));
  return new Uint8Array(view.buffer);
}

// The state after the key, xored with a byte, as the first block of HMAC.
function keyed(key: Uint8Array, xor: number): Uint32Array {
  const state = START.slice();
  const block = new Uint8Array(64).map((_, i) => (key[i] ?? 0) ^ xor);
  const view = new DataView(block.buffer);
  for (let i = 0; i < 16; i++)
    W[i] = view.getInt32(i * 4);
  compress(state);
  return state;
}

// A hash of 32 bytes after one block: words, length and padding fill one more.
function short(from: Uint32Array, words: Uint32Array, into: Uint32Array) {
  into.set(from);
  for (let i = 0; i < 8; i++)
    W[i] = words[i];
  W[8] = 0x80000000 | 0;
  W.fill(0, 9, 15);
  W[15] = 96 * 8;
  compress(into);
}

export function pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array {
  const key = password.length > 64 ? toBytes(finish(START.slice(), password, 0)) : password;
  const inner = keyed(key, 0x36), outer = keyed(key, 0x5c);
  const out = new Uint8Array(Math.ceil(length / 32) * 32);
  const u = new Uint32Array(8), one = new Uint32Array(8);
  for (let block = 1; (block - 1) * 32 < length; block++) {
    const first = new Uint8Array(salt.length + 4);
    first.set(salt);
    new DataView(first.buffer).setUint32(salt.length, block);
    short(outer, finish(inner.slice(), first, 64), u);
    const sum = u.slice();
    for (let i = 1; i < iterations; i++) {
      short(inner, u, one);
      short(outer, one, u);
      for (let j = 0; j < 8; j++)
        sum[j] ^= u[j];
    }
    out.set(toBytes(sum), (block - 1) * 32);
  }
  return out.slice(0, length);
}
