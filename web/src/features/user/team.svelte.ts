// Who works in this location: for "in charge" and "taken by". Read once, and again when somebody changes it.

import type { User } from "../../lib/api-types";
import { get } from "../../lib/api";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { roleOf } from "./roles";

let all = $state.raw<User[]>([]);
let asked = false;

function load() {
  asked = true;
  get<{ items: User[] }>("/users").then(({ data }) => { all = data.items; }).catch(() => { asked = false; });
}

function read(): User[] {
  if (!asked && session.may("user.read"))
    load();
  return all;
}
onChange(({ kind }) => { if (kind === "user" && asked) load(); });

const works = (user: User) => !user.disabled && (user.owner || !!roleOf(user));

export const team = {
  // Me first, who may not ask for the others; then everybody who can be given something here.
  get members(): { id: string; name: string; me: boolean }[] {
    const me = session.user;
    const others = read().filter((user) => user.id !== me?.id && works(user));
    return [...(me ? [{ id: me.id, name: me.name, me: true }] : []), ...others.map(({ id, name }) => ({ id, name, me: false }))];
  },
  nameOf(id: string | null | undefined): string {
    if (!id)
      return "";
    return id === session.user?.id ? session.user.name : read().find((user) => user.id === id)?.name ?? "";
  },
};
