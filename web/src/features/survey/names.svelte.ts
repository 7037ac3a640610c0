// The surveys of this location by name, for wherever a response is shown. Read once, and again when one changes.

import type { Survey } from "../../lib/api-types";
import { get } from "../../lib/api";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";

let all = $state.raw<Survey[]>([]);
let asked = "";

function read(): Survey[] {
  if (asked !== session.L) {
    asked = session.L;
    get<{ items: Survey[] }>(`${session.L}/surveys?limit=200`).then(({ data }) => { all = data.items; }).catch(() => { asked = ""; });
  }
  return all;
}
onChange(({ kind }) => { if (kind === "survey") asked = ""; });

export const surveys = {
  get all() { return read(); },
  get: (id: string | null | undefined) => read().find((each) => each.id === id),
  nameOf: (id: string | null | undefined) => read().find((each) => each.id === id)?.name ?? "",
};
