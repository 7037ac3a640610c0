// What is done with an enquiry. Each is guarded by the server: two who take the same one at once are told.

import type { Enquiry } from "../../lib/api-types";
import { post, Problem } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

export type Verb = "take" | "release" | "answered" | "close" | "spam" | "accept";

export async function act(enquiry: { id: string }, verb: Verb): Promise<Enquiry | undefined> {
  try {
    const { data } = await post<Enquiry>(`${session.L}/enquiries/${enquiry.id}/${verb}`);
    toasts.show(t.done[verb], verb === "take" ? common.undo : undefined, () => act(enquiry, "release"));
    if (verb === "accept")
      changed("contact");
    return data;
  } catch (error) {
    if (!(error instanceof Problem))
      throw error;
    await dialogs.tell({ title: common.failedTitle, text: error.message });
    return undefined;
  } finally {
    changed("enquiry", enquiry.id);
  }
}

export const profileOf = (it: { customer_id: string | null; contact_id: string | null }) =>
  (it.customer_id ? `${session.home}/customers/${it.customer_id}` : it.contact_id ? `${session.home}/leads/${it.contact_id}` : "");

export const readEnquiry = (enquiry: Enquiry) => dialogs.show(() => import("./Read.svelte"), { enquiry });
