import { texts } from "../../lib/texts";

export const t = texts("apikey", {
  title: "API keys",
  add: "Make a key",
  text: "With a key a program acts for this location: your booking system, your website, a script.",
  newTitle: "Make a key",
  make: "Make the key",
  name: "What it is for",
  role: "What it may do",
  once: "The key is shown this once. Copy it to where it is needed now.",
  done: "I have it",
  used: (when: string) => `used ${when}`,
  never: "never used",
  made: (when: string) => `made ${when}`,
  emptyTitle: "No key yet",
  emptyText: "Make one for your booking system: every booking it reports then arrives here, and finds its person by itself.",
  deleteTitle: (name: string) => `End the key ${name}?`,
  deleteText: "Whatever uses it stops working at once. This cannot be taken back; a new key can be made.",
  deleteYes: "End the key",
  deleted: (name: string) => `The key ${name} has ended`,
});
