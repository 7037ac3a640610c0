// One short word about what was done, for six seconds, with the way back, and beside it one about what happened by itself:
// neither puts the other away. Never for errors.

import { failure } from "./failure.svelte";

type Toast = { text: string; action?: string; act?: () => void };

const SHOWN_MS = 6000;

class Place {
  now = $state.raw<Toast | null>(null);
  private timer = 0;

  show(toast: Toast) {
    this.hold();
    this.now = toast;
    this.timer = window.setTimeout(() => this.close(), SHOWN_MS);
  }
  hold() { clearTimeout(this.timer); }
  close() { this.now = null; }
}

const done = new Place();
const news = new Place();

export const toasts = {
  places: [news, done],
  show(text: string, action?: string, act?: () => void) {
    failure.close(); // something worked
    done.show({ text, action, act });
  },
  // What happened by itself: it says nothing about what failed.
  announce(text: string, action?: string, act?: () => void) {
    news.show({ text, action, act });
  },
};
