// For a row of tabs that is wider than the screen: the current one is seen, when the row appears and when it changes.

import type { Attachment } from "svelte/attachments";

export const currentInView: Attachment = (row) => {
  const show = () => {
    const current = row.querySelector<HTMLElement>("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth)
      return;
    const { left, right } = current.getBoundingClientRect();
    const box = row.getBoundingClientRect();
    const room = 48; // px: the next one shows that there are more
    if (left < box.left + room || right > box.right - room)
      row.scrollLeft += left - box.left - (box.width - current.offsetWidth) / 2;
  };
  show();
  const seen = new MutationObserver(show);
  seen.observe(row, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-current"] });
  return () => seen.disconnect();
};
