// Every text that a person reads goes through here: a feature writes its own in a texts.ts beside its screens, with
// texts(). A translation will take their place by the feature's name; English is complete.

type Catalog = Record<string, string | ((...values: never[]) => string) | Record<string, string>>;

const catalogs: Record<string, Catalog> = {};

export function texts<T extends Catalog>(feature: string, english: T): T {
  catalogs[feature] = english;
  return english;
}

const plurals = new Intl.PluralRules("en");
const numbers = new Intl.NumberFormat(undefined);

// plural(3, "# customer", "# customers"): "#" is the number as people write it.
export function plural(count: number, one: string, other: string): string {
  return (plurals.select(count) === "one" ? one : other).replace("#", numbers.format(count));
}

export const common = texts("common", {
  product: "Regulars",
  skip: "Skip to the content",
  save: "Save",
  saving: "Saving",
  cancel: "Cancel",
  close: "Close",
  back: "Back",
  more: "More",
  moreActions: "More actions",
  edit: "Edit",
  remove: "Remove",
  delete: "Delete",
  archive: "Archive",
  unarchive: "Take out of the archive",
  undo: "Undo",
  retry: "Try again",
  optional: "optional",
  none: "none",
  yes: "Yes",
  no: "No",
  all: "All",
  search: "Search",
  loading: "Loading",
  copied: "Copied",
  copy: "Copy",
  new: "New",
  actions: "Actions",
  openIt: "Open",
  view: (name: string) => `View ${name}`,
  editOf: (name: string) => `Edit ${name}`,
  deleteOf: (name: string) => `Delete ${name}`,
  fieldsNeedALook: (count: number) => plural(count, "# field needs a look", "# fields need a look"),
  unsavedTitle: "Leave without saving?",
  unsavedText: "What you typed here is not saved yet.",
  unsavedLeave: "Leave it",
  unsavedStay: "Go on writing",
  offline: "The connection is gone. What you typed is still here; we go on as soon as it is back.",
  offlineBack: "The connection is back.",
  notLoaded: "This part of the dashboard could not be loaded. Try again; if it happens again, reload the page.",
  notYoursTitle: "This is not open to you",
  notYoursText: "At this location your role does not include it. Whoever looks after the team can change that.",
  notFoundTitle: "There is nothing here",
  notFoundText: "It may have been deleted or merged, or the address has a mistake in it.",
  failedTitle: "This did not work",
  changedTitle: "Somebody changed this meanwhile",
  changedText: "Nothing was overwritten. Look at what it says now, then write your change again.",
  changedLoad: "Show what it says now",
  changedKeep: "Save mine anyway",
  mayNot: "You may not do this here. An owner or manager can.",
  requestId: (id: string) => `Reference ${id}`,
});

export const frameTexts = texts("frame", {
  main: "Main",
  mainPhone: "Main, phone",
  location: "Location",
  switchLocation: (name: string) => `${name}: switch the location`,
  searchLabel: "Search people, bookings and pages",
  searchPlaceholder: "Search people, bookings, pages",
  searchNothing: (typed: string) => `Nobody here is called “${typed}”.`,
  searchNewLead: (typed: string) => `New lead “${typed}”`,
  searchNewCustomer: (typed: string) => `New customer “${typed}”`,
  searchHelp: "A name, four digits of a phone, an e-mail, a booking code, a page",
  searchNewCall: (typed: string) => `Note a call from “${typed}”`,
  searchAll: (typed: string) => `All customers with “${typed}”`,
  searchAllLeads: (typed: string) => `All leads with “${typed}”`,
  customers: "Customers",
  leads: "Leads",
  bookings: "Bookings",
  pages: "Pages",
  actions: "Actions",
  newThing: "New",
  newCustomer: "Add New Customer",
  newLead: "Add New Lead",
  newCall: "Note a call",
  newFollowUp: "Schedule follow-up",
  me: (initials: string, name: string) => `${initials}, me: ${name}`, // what is seen comes first
  signOut: "Sign out",
  signOutAll: "Sessions",
  reminders: "My reminders",
  switchTheme: "Switch the theme",
  themeSystem: "Theme: as the system. Switch to light",
  themeLight: "Theme: light. Switch to dark",
  themeDark: "Theme: dark. Switch to the system's",
  allWell: "All is well",
  shortcuts: "Keyboard",
  shortcutsTitle: "Keyboard shortcuts",
  moreTitle: "More",
});

export const shortcutTexts = texts("shortcuts", {
  search: "Search",
  customer: "Add a customer",
  lead: "Add a lead",
  call: "Note a call, and what is to follow; on a profile: write a note",
  followUp: "Schedule a follow-up; on a profile: with them",
  tomorrow: "On Today: tomorrow, and back",
  print: "On Today: print",
  done: "On a follow-up: done",
  snooze: "On a follow-up: snooze",
  help: "This list",
  move: "Down and up a list",
  tick: "Tick the row",
  range: "Tick up to this row",
  open: "Open the row",
  edit: "Edit the row, or the profile",
  escape: "Close what is open",
});
