// Of the frame, so apart from the rest: it is there from the first moment.
import { plural, texts } from "../../lib/texts";

export const t = texts("mail-late", {
  late: (count: number, when: string) => `${plural(count, "A mail has", "# mails have")} been waiting since ${when}.`,
  lateUnset: "No mail server is set up.",
  lateLook: "Look",
});
