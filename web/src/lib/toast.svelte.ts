// One short word about what was done, for six seconds, with the way back. Never for errors.

import { failure } from "./failure.svelte";

type Toast = { text: string; action?: string; act?: () => void };

let toast = $state.raw<Toast | null>(null);
let timer = 0;

export const toasts = {
  get now() { return toast; },
  show(text: string, action?: string, act?: () => void) {
    failure.close(); // something worked
    toasts.announce(text, action, act);
  },
  // What happened by itself: it says nothing about what failed.
  announce(text: string, action?: string, act?: () => void) {
    clearTimeout(timer);
    toast = { text, action, act };
    timer = window.setTimeout(() => { toast = null; }, 6000);
  },
  close() { toast = null; },
  hold() { clearTimeout(timer); },
};
