// Does what happens elsewhere reach us? The tab that reads the stream knows, and tells the others (live.ts).

let live = $state(false);

export const stream = {
  get live() { return live; },
  set(value: boolean) { live = value; },
};
