// Work that nobody waits for yet: done when the browser has nothing else to do, at the latest after `mostMs`. Answers
// what calls it off.

export function whenIdle(work: () => void, mostMs = 2000): () => void {
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(work, 200);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(work, { timeout: mostMs });
  return () => cancelIdleCallback(asked);
}
