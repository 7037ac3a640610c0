// The dialog that stands over the screen: any part asks for it, the frame shows it. Each is loaded when it is first
// needed; one may stand over another (a question over a form).

import type { Component } from "svelte";
import { failure } from "./failure.svelte";
import { common } from "./texts";

type Any = Component<any>;
type Open = { id: number; component: Any; props: Record<string, unknown> };

let open = $state.raw<Open[]>([]);
let count = 0;
let coming = 0; // asked for, and on their way from the server

export const dialogs = {
  get open() { return open; },

  // One stands over the screen, or will in a moment: keys are not for the screen.
  get over() { return coming > 0 || open.length > 0 || !!document.querySelector("dialog[open]"); },

  // Resolves with what the dialog closes with; undefined when it was given up, asked for twice before it came, or could not
  // come (which is said).
  async show<T = unknown>(load: () => Promise<{ default: Any }>, props: Record<string, unknown> = {}): Promise<T | undefined> {
    const before = open;
    coming++;
    const component = await load().then((it) => it.default, () => undefined).finally(() => { coming--; });
    if (!component)
      failure.show(common.notLoaded);
    if (!component || open.some((each) => each.component === component && !before.includes(each)))
      return undefined;
    return new Promise((resolve) => {
      const id = ++count;
      const close = (result?: T) => {
        open = open.filter((each) => each.id !== id);
        resolve(result);
      };
      open = [...open, { id, component, props: { ...props, close } }];
    });
  },

  ask(props: { title: string; text?: string; yes: string; no?: string; danger?: boolean; typed?: string }): Promise<boolean | undefined> {
    return this.show<boolean>(() => import("../parts/Question.svelte"), props);
  },

  // Says something that leaves nothing to decide.
  tell(props: { title: string; text?: string }): Promise<boolean | undefined> {
    return this.ask({ ...props, yes: common.close, no: "" });
  },
};
