// Whose profile stands on the screen: what a key begins anywhere, it begins about them.

import type { PersonChoice } from "../parts/person/PersonField.svelte";
import { router } from "./router.svelte";
import { session } from "./session.svelte";

class Here {
  person: PersonChoice | null = null;
  edit = () => {};
  private composer: (() => void) | null = null;
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
  writes(id: string, begin: () => void) {
    this.composer = begin;
    if (this.wanted === id)
      begin();
    this.wanted = "";
    return () => {
      if (this.composer === begin)
        this.composer = null;
    };
  }
  write() {
    const { kind, id } = this.person!;
    if (this.composer)
      return this.composer();
    this.wanted = id;
    void router.go(`${session.home}/${kind === "customer" ? "customers" : "leads"}/${id}/timeline`);
  }
}

export const here = new Here();
