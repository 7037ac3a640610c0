// One short word about what was done, for six seconds, with the way back, and beside it one about what happened by itself:
// neither puts the other away. Never for errors.

import { failure } from "./failure.svelte";
import type { IconName } from "./icons";

type Toast = { text: string; action?: string; act?: () => void };

const SHOWN_MS = 6000;
const LOOK_MS = 500;

// Under a dialog nobody reads it or reaches its button: its time begins when the dialog is gone.
const isCovered = () => document.querySelector("dialog[open]") !== null;

class Place {
  now = $state.raw<Toast | null>(null);
  private timer = 0;

  constructor(readonly icon: IconName) {}

  show(toast: Toast) {
    this.now = toast;
    this.closeIn(SHOWN_MS);
  }
  hold() { clearTimeout(this.timer); }
  close() { this.now = null; }

  private closeIn(ms: number) {
    this.hold();
    this.timer = window.setTimeout(() => (isCovered() ? this.waitForSight() : this.close()), ms);
  }
  private waitForSight() {
    this.timer = window.setTimeout(() => (isCovered() ? this.waitForSight() : this.closeIn(SHOWN_MS)), LOOK_MS);
  }
}

const done = new Place("check");
const news = new Place("bell");

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
