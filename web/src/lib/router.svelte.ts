// Our own small router: the address is the state. A screen's filters, sorting and page live in its query, so that
// back and forward work and a link shows a colleague the same.

function read() {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

let current = $state.raw(typeof location === "undefined" ? { path: "/", query: new URLSearchParams() } : read());

// Someone who must be asked before the screen changes (a form with changes); answers whether we may go.
type Guard = () => Promise<boolean> | boolean;
const guards: Guard[] = [];

export const router = {
  get path() { return current.path; },
  get query() { return current.query; },
  get parts() { return current.path.split("/").filter(Boolean).map(decodeURIComponent); },

  async go(href: string, { replace = false, keepScroll = false } = {}) {
    for (const guard of [...guards].reverse())
      if (!(await guard()))
        return;
    history[replace ? "replaceState" : "pushState"]({}, "", href);
    current = read();
    if (!keepScroll)
      window.scrollTo(0, 0);
  },

  // The same screen with another query: what is undefined or empty goes, an array repeats.
  with(changes: Record<string, string | string[] | undefined | null>, { replace = false } = {}) {
    return this.go(this.href(changes), { replace, keepScroll: true });
  },

  href(changes: Record<string, string | string[] | undefined | null>): string {
    const next = new URLSearchParams(current.query);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      for (const each of [value ?? []].flat())
        if (each !== "")
          next.append(name, each);
    }
    const text = next.toString();
    return current.path + (text ? `?${text}` : "");
  },

  guard(guard: Guard): () => void {
    guards.push(guard);
    return () => {
      const at = guards.indexOf(guard);
      if (at >= 0)
        guards.splice(at, 1);
    };
  },
};

export function startRouter() {
  window.addEventListener("popstate", () => { current = read(); });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin || link.getAttribute("href")?.startsWith("#"))
      return;
    if (link.pathname.startsWith("/api/"))
      return;
    event.preventDefault();
    void router.go(link.pathname + link.search);
  });
}
