// What did not work and no form or screen says itself: one sentence in the frame, until it is put away or something
// works again.

let text = $state("");

export const failure = {
  get text() { return text; },
  show(message: string) { text = message; },
  close() { text = ""; },
};

// Whatever was pressed and failed ends here, unless somebody nearer said so.
export function catchFailures(isOurs: (reason: unknown) => reason is Error) {
  window.addEventListener("unhandledrejection", (event) => {
    if (!isOurs(event.reason))
      return;
    event.preventDefault();
    text = event.reason.message;
  });
}
