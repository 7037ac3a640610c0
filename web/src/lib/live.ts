// What changes elsewhere. One stream for all tabs of a browser: the tab that holds the lock listens to L/events and
// tells the others; when it closes, the next one takes over. What we change ourselves is told here too, so that every
// list on the screen hears of it.

export type Change = { kind: string; id?: string; action?: string; local?: boolean };
type Listener = (change: Change) => void;

const listeners = new Set<Listener>();
let channel: BroadcastChannel | null = null;
let leave: (() => void) | null = null;

const tell = (change: Change) => listeners.forEach((each) => each(change));

export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// `kind` is the server's name: "customer", "contact", "booking", …
export function changed(kind: string, id?: string) {
  tell({ kind, id, local: true });
}

function kindOf(data: Record<string, unknown>): Change {
  const id = String(data.id ?? data.record_id ?? "");
  const prefixes: Record<string, string> = { cus: "customer", con: "contact", bkg: "booking", fup: "follow_up", com: "communication" };
  return { kind: String(data.kind ?? prefixes[id.slice(0, 3)] ?? ""), id, action: String(data.action ?? data.type ?? "") };
}

function listen(slug: string, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/v1/locations/${encodeURIComponent(slug)}/events`);
    const heard = (event: MessageEvent) => {
      try {
        const change = kindOf(JSON.parse(event.data));
        channel?.postMessage(change);
        tell(change);
      } catch { /* not for us */ }
    };
    const end = () => { source.close(); resolve(); };
    source.onmessage = heard;
    for (const name of ["change", "created", "updated", "deleted", "changed"])
      source.addEventListener(name, heard);
    // The browser connects anew by itself, except when the server says that there is nothing to listen to.
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) end(); };
    stopped.addEventListener("abort", end);
  });
}

export function followLocation(slug: string) {
  leave?.();
  const stop = new AbortController();
  channel = new BroadcastChannel(`regulars.${slug}`);
  channel.onmessage = (event) => tell(event.data as Change);
  void navigator.locks?.request(`regulars.${slug}`, { signal: stop.signal }, () => listen(slug, stop.signal))
    .catch(() => undefined);
  leave = () => {
    stop.abort();
    channel?.close();
    channel = null;
  };
}
