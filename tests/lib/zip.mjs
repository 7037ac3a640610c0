// Reads ZIP archives, by their central directory.

import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";

// The files of an archive by name.
export function unzip(bytes) {
  const files = {};
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [method, packed, nameLen, extraLen, commentLen, header] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLen);
    const from = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const data = bytes.subarray(from, from + packed);
    files[name] = (method === 0 ? data : inflateRawSync(data)).toString("utf8");
    at += 46 + nameLen + extraLen + commentLen;
  }
  return files;
}
