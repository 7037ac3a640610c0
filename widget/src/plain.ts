// A form of plain HTML that is sent to us, <form method="post" action="https://…/f/KEY">, works without any script; so
// does the hosted page. With ours on the page it carries a proof of work too, and what it brings is not held as unsure.

import { el } from "./build.ts";
import { Refused } from "./definition.ts";
import { workProof } from "./proof.ts";
import { LOST } from "./server.ts";
import { textsOf } from "./texts.ts";

const HUMAN_MS = 4000; // see element.ts
const born = performance.now();

const online = () => new Promise<void>((resolve) => {
  if (navigator.onLine)
    setTimeout(resolve, 3000);
  else
    addEventListener("online", () => resolve(), { once: true });
});

function improve(form: HTMLFormElement, action: string, script: string) {
  const proof = workProof(action.split("?")[0], script, () => form.getAttribute("data-worker"));
  const field = el("input", { type: "hidden", name: "altcha" });
  const note = el("p", { role: "status" });
  let passed = false;
  let waits = false;

  // Without a connection the browser would show a page of its own, and what was typed would be gone.
  const ready = async (): Promise<string> => {
    for (;;) {
      try {
        return (await proof.ready()).altcha;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== LOST)
          return ""; // then it goes as it would have gone without us
        note.textContent = textsOf(document.documentElement.lang).lost;
        form.append(note);
        await online();
      }
    }
  };
  form.addEventListener("focusin", () => proof.begin());
  form.addEventListener("submit", (event) => {
    if (passed || event.defaultPrevented)
      return;
    event.preventDefault();
    if (waits)
      return;
    waits = true;
    const person = new Promise((resolve) => setTimeout(resolve, born + HUMAN_MS - performance.now()));
    void Promise.all([ready(), person]).then(([altcha]) => {
      note.remove();
      field.value = altcha;
      if (altcha)
        form.append(field);
      passed = true;
      waits = false;
      HTMLFormElement.prototype.requestSubmit.call(form, event.submitter);
      passed = false;
      proof.renew(); // back from the next page: another proof
    });
  });
}

export function improveForms(script: string) {
  const ours = new URL("f/", script).href;
  const all = () => document.querySelectorAll("form").forEach((form) => {
    const action = new URL(form.getAttribute("action") ?? "", location.href).href; // a field may be called "action"
    if (form.getAttribute("method")?.toLowerCase() === "post" && action.startsWith(ours))
      improve(form, action, script);
  });
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", all);
  else
    all();
}
