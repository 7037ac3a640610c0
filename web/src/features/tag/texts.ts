import { plural, texts } from "../../lib/texts";

export const t = texts("tag", {
  title: "Tags",
  add: "Add Tag",
  newTitle: "Add Tag",
  editTitle: "Edit tag",
  save: "Save tag",
  name: "Name",
  colour: "Colour",
  noColour: "by itself",
  hues: { h1: "Sea", h2: "Brass", h3: "Coral", h4: "Slate", h5: "Moss", h6: "Stone" } as Record<string, string>,
  customers: (count: number) => plural(count, "# customer", "# customers"),
  leads: (count: number) => plural(count, "# lead", "# leads"),
  emptyTitle: "No tag yet",
  emptyText: "A tag is a word on people: what they like, where they come from, how to greet them. Lists are filtered by tags, and many people are tagged at once.",
  deleteTitle: (name: string) => `Delete the tag ${name}?`,
  deleteText: (customers: string, leads: string) => `It is taken off ${customers} and ${leads}. They stay as they are otherwise.`,
  deleteYes: "Delete tag",
  deleted: (name: string) => `The tag ${name} is gone`,
});
