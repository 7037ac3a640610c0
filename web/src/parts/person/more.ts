// What else can be done with a person: the entries of the menu "More" on a profile. Features add theirs here.

import type { Contact, Customer } from "../../lib/api-types";
import { privacyActions } from "../../features/privacy/actions";
import type { IconName } from "../../lib/icons";

export type PersonAction = {
  label: string;
  icon: IconName;
  permission: string;
  danger?: boolean;
  for?: (noun: "customer" | "contact", person: Customer | Contact) => boolean;
  run: (noun: "customer" | "contact", person: Customer | Contact) => unknown;
};

export const personActions: PersonAction[] = [...privacyActions];
