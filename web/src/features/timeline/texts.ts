import { texts } from "../../lib/texts";

export const t = texts("timeline", {
  title: "Timeline",
  coming: "Coming",
  by: (name: string) => `by ${name}`,
  earlier: "Earlier",
  none: "Nothing has happened yet.",
});
