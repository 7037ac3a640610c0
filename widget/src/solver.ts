// Where the proof of work runs. A worker cannot be started from another origin's address, and a page with a strict
// policy refuses one from a blob and reports the attempt; so nothing is tried that could be refused:
//
//   the script is of the page's own origin      a worker from the script itself
//   worker="/copy-of-widget.js"                 a worker from that copy, on the page's own origin
//   worker="blob"                               a worker from a blob, where the page's policy has worker-src blob:
//   else, or worker="none"                      in the page: WebCrypto computes on the browser's threads, not on the page's

import { solve, type Challenge, type Solution } from "./solve.ts";

export type Answer = { solution?: Solution };

// The script in the role of a worker: one challenge, one answer.
export function serveAsWorker(scope: { onmessage: unknown; postMessage(answer: Answer): void }) {
  scope.onmessage = (event: MessageEvent<Challenge>) => {
    solve(event.data).then((solution) => scope.postMessage({ solution }), () => scope.postMessage({}));
  };
}

function start(script: string, wish: string | null): Worker | undefined {
  if (wish === "none")
    return undefined;
  if (wish === "blob") {
    const blob = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(script)})`], { type: "text/javascript" }));
    const worker = new Worker(blob);
    URL.revokeObjectURL(blob);
    return worker;
  }
  const address = new URL(wish || script, location.href);
  return address.origin === location.origin ? new Worker(address.href) : undefined;
}

function inWorker(worker: Worker, challenge: Challenge, stopped: AbortSignal): Promise<Solution> {
  return new Promise((resolve, reject) => {
    const end = (solution?: Solution) => {
      worker.terminate();
      if (solution)
        resolve(solution);
      else
        reject(new Error("no answer from the worker"));
    };
    worker.onmessage = (event: MessageEvent<Answer>) => end(event.data.solution);
    worker.onerror = (event) => { event.preventDefault(); end(); };
    stopped.addEventListener("abort", () => end());
    worker.postMessage(challenge);
  });
}

// Answers what goes into the form: the challenge and its solution, as ALTCHA's payload.
export async function prove(challenge: Challenge, script: string, wish: string | null, stopped: AbortSignal): Promise<string> {
  let solution: Solution | undefined;
  try {
    const worker = start(script, wish);
    solution = worker && await inWorker(worker, challenge, stopped);
  } catch {
    // Then in the page.
  }
  solution ??= await solve(challenge, stopped);
  return btoa(JSON.stringify({ challenge: { parameters: challenge.parameters, signature: challenge.signature }, solution }));
}
