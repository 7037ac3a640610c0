// Writing to one person, from wherever one stands.

import type { Contact, Customer, Mail } from "../../lib/api-types";
import { dialogs } from "../../lib/dialogs.svelte";

export const writeMail = (noun: "customer" | "contact", person: Customer | Contact) =>
  dialogs.show<Mail>(() => import("./WriteMail.svelte"), { noun, person });
