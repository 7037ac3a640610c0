// What lists and the search have just read. A record that is opened from there stands on the screen at once, as it was
// in the list; it is read anew all the same. Only for lists whose items are whole records.

type Item = { id: string };

const read = new Map<string, Item[]>(); // by the list's path, each as it was read last
const found = new Map<string, Item[]>();

export function remember(path: string, items: Item[], { searched = false } = {}) {
  (searched ? found : read).set(path, items);
}

export function known<T>(path: string): T | undefined {
  const at = path.lastIndexOf("/");
  const list = path.slice(0, at), id = path.slice(at + 1);
  return [found, read].flatMap((each) => each.get(list) ?? []).find((each) => each.id === id) as T | undefined;
}

// Somebody else may see less.
export function forget() {
  read.clear();
  found.clear();
}
