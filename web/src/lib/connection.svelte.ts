// Do we reach the server? The frame shows it; what was asked for goes on by itself when it is back.

let offline = $state(false);
let waiting: (() => void)[] = [];
let probe = 0;

async function ask() {
  try {
    if ((await fetch("/healthz", { cache: "no-store" })).ok)
      connection.found();
  } catch { /* still gone */ }
}

export const connection = {
  get offline() { return offline; },

  lost() {
    offline = true;
    probe ||= window.setInterval(ask, 2000);
  },

  found() {
    if (!offline)
      return;
    offline = false;
    clearInterval(probe);
    probe = 0;
    for (const each of waiting.splice(0))
      each();
  },

  back(): Promise<void> {
    return offline ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
  },
};

if (typeof window !== "undefined") {
  window.addEventListener("offline", () => connection.lost());
  window.addEventListener("online", ask);
}
