// Whose profile stands on the screen: what a key begins anywhere, it begins about them.

import type { PersonChoice } from "../parts/person/PersonField.svelte";
import { router } from "./router.svelte";
import { session } from "./session.svelte";

type WritingTab = "timeline" | "communications"; // where something is written down

class Here {
  person: PersonChoice | null = null;
  edit = () => {};
  private composer: { tab: WritingTab; begin: () => void } | null = null;
  private wanted = ""; // about whom something is to be written, as soon as there is a place for it

  // Until what it answers is called.
  stands(person: PersonChoice, edit: () => void) {
    this.person = person;
    this.edit = edit;
    return () => {
      if (this.person === person)
        this.person = null;
    };
  }
  // There is a place to write down something about somebody; `begin` goes into it.
  writes(id: string, tab: WritingTab, begin: () => void) {
    const composer = this.composer = { tab, begin };
    if (this.wanted === id)
      begin();
    this.wanted = "";
    return () => {
      if (this.composer === composer)
        this.composer = null;
    };
  }
  // A tab stays on the screen until the one in the address is there: a place on it is none any more.
  async write() {
    const { kind, id } = this.person!;
    const tab = () => router.parts[4] ?? "timeline";
    if (!["timeline", "communications"].includes(tab())) {
      await router.go(`${session.home}/${kind === "customer" ? "customers" : "leads"}/${id}/timeline`);
      if (tab() !== "timeline")
        return; // they rather stayed
    }
    if (this.composer?.tab === tab())
      this.composer.begin();
    else
      this.wanted = id;
  }
}

export const here = new Here();
