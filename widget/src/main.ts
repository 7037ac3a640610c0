// The one script: in a page it makes <regulars-form> and improves plain forms, in a worker it solves.

import { elementOf } from "./element.ts";
import { improveForms } from "./plain.ts";
import { serveAsWorker } from "./solver.ts";

if (typeof document === "undefined") {
  serveAsWorker(self as never);
} else if (!customElements.get("regulars-form")) {
  const own = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  const script = (own as HTMLScriptElement | null)?.src || new URL("/widget.js", location.href).href;
  customElements.define("regulars-form", elementOf(script));
  improveForms(script);
}
