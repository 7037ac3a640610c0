import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Everything comes from our own origin, in files whose names hold their hash; nothing is inlined, because the
// Content-Security-Policy knows no exceptions. Screens beyond the first are loaded when they are opened.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
