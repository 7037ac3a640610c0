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

// Not before the screen has what it asked for: what is fetched ahead never stands in the way of what is looked at.
export function whenAtRest(work: () => void, afterMs = 500): () => void {
  let stop = () => {};
  const look = () => {
    if (document.querySelector('[aria-busy="true"], .skel'))
      wait();
    else
      stop = whenIdle(work);
  };
  const wait = () => {
    const timer = setTimeout(look, afterMs);
    stop = () => clearTimeout(timer);
  };
  wait();
  return () => stop();
}
