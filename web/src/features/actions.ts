// What can be begun from anywhere. The forms are loaded when they are first needed.

import type { Contact, Customer } from "../lib/api-types";
import { dialogs } from "../lib/dialogs.svelte";

export const newCustomer = (preset: { name?: string } = {}) =>
  dialogs.show<Customer>(() => import("./customer/CustomerForm.svelte"), { preset });
export const editCustomer = (id: string) =>
  dialogs.show<Customer>(() => import("./customer/CustomerForm.svelte"), { id });
export const newContact = (preset: { name?: string } = {}) =>
  dialogs.show<Contact>(() => import("./contact/ContactForm.svelte"), { preset });
export const editContact = (id: string) =>
  dialogs.show<Contact>(() => import("./contact/ContactForm.svelte"), { id });
