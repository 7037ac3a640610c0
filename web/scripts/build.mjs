// Builds the dashboard, and the widget that other sites load, into the folder named on the command line, every text
// file also as brotli and gzip. The folder changes in one step, when everything is there.

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { build } from "vite";

const into = path.resolve(process.argv[2]);
const fresh = `${into}.new`;

await build({ logLevel: "warn", build: { outDir: fresh, emptyOutDir: true } });
await build({
  configFile: false, publicDir: false, logLevel: "warn",
  build: {
    outDir: fresh, emptyOutDir: false, target: "es2022", reportCompressedSize: false,
    lib: { entry: path.resolve(import.meta.dirname, "../../widget/src/main.ts"), formats: ["iife"], name: "regulars", fileName: () => "widget.js" },
  },
});
for (const entry of fs.readdirSync(fresh, { recursive: true })) {
  const file = path.join(fresh, entry);
  if (!/\.(html|js|css|svg|webmanifest|txt)$/.test(file) || !fs.statSync(file).isFile())
    continue;
  const bytes = fs.readFileSync(file);
  if (bytes.length < 200)
    continue;
  fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
      [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }));
}
fs.rmSync(into, { recursive: true, force: true });
fs.renameSync(fresh, into);
