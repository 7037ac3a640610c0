// What changes elsewhere. One stream for all tabs of a browser: the tab that holds the lock reads L/events and tells
// the others; when it closes, the next one takes over. What we change ourselves is told here too, so that every list
// on the screen hears of it; its echo from the server is no news.
//
// Events are named after what happened ("customer.updated"), which an EventSource cannot listen to without knowing
// every name; so the stream is read by hand.

import { Problem } from "./api";
import { stream } from "./stream.svelte";

export type Change = { kind: string; id?: string; action?: string; local?: boolean };
type Listener = (change: Change) => void;
type Message = { change: Change } | { live: boolean } | "is it live?";

const ECHO_MS = 8000;
const listeners = new Set<Listener>();
const ours = new Map<string, number>(); // what we changed, by id or kind, and when
let channel: BroadcastChannel | null = null;
let leave: (() => void) | null = null;
let reading = false; // it is this tab that reads

export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isEcho(change: Change): boolean {
  const at = Math.max(ours.get(change.id ?? "") ?? 0, ours.get(change.kind) ?? 0);
  return Date.now() - at < ECHO_MS;
}

function hear(change: Change) {
  // That the time of something has come is news, whoever wrote it down.
  if (change.action?.endsWith(".due") || !isEcho(change))
    listeners.forEach((each) => each(change));
}

// `kind` is the server's name: "customer", "contact", "booking", … Without an id it was many at once.
export function changed(kind: string, id?: string) {
  ours.set(id ?? kind, Date.now());
  listeners.forEach((each) => each({ kind, id, local: true }));
}

// ---- the stream

const pause = (ms: number, stopped: AbortSignal) => new Promise<void>((resolve) => {
  const timer = setTimeout(resolve, ms);
  stopped.addEventListener("abort", () => { clearTimeout(timer); resolve(); });
});

const tell = (message: Message) => channel?.postMessage(message);

function setLive(value: boolean) {
  stream.set(value);
  tell({ live: value });
}

function told(event: string, data: string) {
  if (event === "ready") {
    setLive(true);
    return;
  }
  let change: Change = { kind: "", action: event };
  if (event !== "resync") {
    const { kind, id, action } = JSON.parse(data) as { kind: string; id: string | null; action: string };
    change = { kind, id: id ?? undefined, action };
  }
  tell({ change });
  hear(change);
}

// Reads until the stream ends; answers where it got to.
async function read(slug: string, last: string, stopped: AbortSignal): Promise<string> {
  const response = await fetch(`/api/v1/locations/${encodeURIComponent(slug)}/events`, {
    headers: { Accept: "text/event-stream", ...(last && { "Last-Event-ID": last }) }, signal: stopped, cache: "no-store",
  });
  if (!response.ok || !response.body)
    throw new Problem(response.status, {});
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", event = "", data = "";
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    if (done)
      return last;
    const lines = (rest + value).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith("id: "))
        last = line.slice(4);
      else if (line.startsWith("event: "))
        event = line.slice(7);
      else if (line.startsWith("data: "))
        data = line.slice(6);
      else if (line === "") {
        if (event)
          told(event, data);
        event = data = "";
      }
    }
  }
}

async function listen(slug: string, stopped: AbortSignal) {
  let last = "";
  reading = true;
  stopped.addEventListener("abort", () => { reading = false; });
  for (let wait = 1000; !stopped.aborted; wait = Math.min(wait * 2, 60_000)) {
    const begun = Date.now();
    try {
      last = await read(slug, last, stopped);
    } catch (error) {
      // Not ours to hear: asking again would not help. Anything else passes.
      if (error instanceof Problem && [403, 404].includes(error.status))
        return;
    }
    setLive(false);
    if (Date.now() - begun > 30_000)
      wait = 1000;
    await pause(wait, stopped);
  }
}

export function followLocation(slug: string) {
  leave?.();
  const stop = new AbortController();
  channel = new BroadcastChannel(`regulars.${slug}`);
  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message === "is it live?") {
      if (reading)
        tell({ live: stream.live });
    } else if ("live" in message) {
      stream.set(message.live);
    } else {
      hear(message.change);
    }
  };
  tell("is it live?");
  void navigator.locks?.request(`regulars.${slug}`, { signal: stop.signal }, () => listen(slug, stop.signal))
    .catch(() => undefined);
  leave = () => {
    stop.abort();
    channel?.close();
    channel = null;
  };
}
