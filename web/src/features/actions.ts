// What can be begun from anywhere. The forms are loaded when they are first needed.

import type { Contact, Customer } from "../lib/api-types";
import { dialogs } from "../lib/dialogs.svelte";

export { rescheduleFollowUp, scheduleFollowUp } from "./followup/actions";

// Fetches the forms before they are asked for.
export const warmForms = () => Promise.all([
  import("./customer/CustomerForm.svelte"), import("./contact/ContactForm.svelte"), import("./followup/ScheduleFollowUp.svelte"),
  import("./followup/Done.svelte"), import("../parts/Question.svelte"),
]);

// Who rang, what was said, and what is to follow: one small form for somebody whom nobody knows yet.
export const newCall = (preset: { name?: string } = {}) =>
  dialogs.show<Contact>(() => import("./contact/CallForm.svelte"), { preset });
export const newCustomer = (preset: { name?: string } = {}) =>
  dialogs.show<Customer>(() => import("./customer/CustomerForm.svelte"), { preset });
export const editCustomer = (id: string) =>
  dialogs.show<Customer>(() => import("./customer/CustomerForm.svelte"), { id });
export const newContact = (preset: { name?: string } = {}) =>
  dialogs.show<Contact>(() => import("./contact/ContactForm.svelte"), { preset });
export const editContact = (id: string) =>
  dialogs.show<Contact>(() => import("./contact/ContactForm.svelte"), { id });
