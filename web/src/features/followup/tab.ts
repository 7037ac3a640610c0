import { texts } from "../../lib/texts";

export const tab = texts("follow-ups-tab", {
  none: "Nothing is promised. A follow-up reminds you, or a colleague, when it is time.",
  earlier: "Earlier ones",
  forWhom: (name: string) => ` · ${name}`,
  states: { done: "done", canceled: "cancelled" } as Record<string, string>,
  comes: (when: string) => `comes ${when}`,
  done: "Done",
  snooze: "Snooze",
  reschedule: "Reschedule",
  cancel: "Cancel it",
});
