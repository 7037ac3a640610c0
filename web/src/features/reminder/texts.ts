import { texts } from "../../lib/texts";

export const t = texts("reminder", {
  title: "My reminders",
  due: "Write to me when a follow-up of mine is due",
  digest: "Write to me at seven in the morning what the day brings",
  saved: "Saved",
  calendar: "In my own calendar",
  calendarText: "A private address that Google, Apple, Outlook and Thunderbird can subscribe to. Whoever has it can read your follow-ups.",
  made: (when: string) => `Your address was made ${when}. It was shown once; a new one ends it.`,
  make: "New calendar address",
  once: "Copy it now: it is not shown again.",
  end: "End it",
  ended: "The calendar address has ended",
  address: "Calendar address",
});
