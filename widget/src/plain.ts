// A form of plain HTML that is sent to us, <form method="post" action="https://…/f/KEY">, works without any script; so
// does the hosted page. With ours on the page it carries a proof of work too, and what it brings is not held as unsure.

import { el } from "./build.ts";
import { workProof } from "./proof.ts";

const HUMAN_MS = 3300;

function improve(form: HTMLFormElement, script: string) {
  const proof = workProof(new URL(form.getAttribute("action")!, location.href).href.split("?")[0], script, () => form.getAttribute("data-worker"));
  const field = el("input", { type: "hidden", name: "altcha" });
  let passed = false;
  let waits = false;

  form.addEventListener("focusin", () => proof.begin());
  form.addEventListener("submit", (event) => {
    if (passed || event.defaultPrevented)
      return;
    event.preventDefault();
    if (waits)
      return;
    waits = true;
    const person = new Promise((resolve) => setTimeout(resolve, HUMAN_MS - performance.now()));
    // Without a proof it goes as it would have gone without us.
    void Promise.all([proof.ready().catch(() => ({})), person]).then(([{ altcha = "" }]: [{ altcha?: string }, unknown]) => {
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
    const action = form.getAttribute("action"); // a field may be called "action"
    if (form.getAttribute("method")?.toLowerCase() === "post" && action !== null && new URL(action, location.href).href.startsWith(ours))
      improve(form, script);
  });
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", all);
  else
    all();
}
