// A form of plain HTML that is sent to us, <form data-regulars method="post" action="https://…/f/KEY">, works without any
// script. With ours on the page it carries a proof of work too, so that what it brings is not held as unsure.

import { el } from "./build";
import { workProof } from "./proof";

const HUMAN_MS = 3300;

function improve(form: HTMLFormElement, script: string) {
  const proof = workProof(form.action.split("?")[0], script, () => form.getAttribute("data-worker"));
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
      form.requestSubmit((event as SubmitEvent).submitter);
      passed = false;
      proof.renew(); // back from the next page: another proof
    });
  });
}

export function improveForms(script: string) {
  const all = () => document.querySelectorAll<HTMLFormElement>("form[data-regulars]").forEach((form) => improve(form, script));
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", all);
  else
    all();
}
