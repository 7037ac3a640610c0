// What the server said beside a booking that was just saved: warnings, and what gave way to what staff had set. It stands on
// the booking's page until one leaves it.

import type { Booking } from "../../lib/api-types";

export type Warning = { field: string; code: string; detail: string };
export type Saved = Booking & { applied?: boolean; warnings?: Warning[]; overridden?: string[] };

let last = $state.raw<{ id: string; warnings: Warning[]; overridden: string[] } | null>(null);

export const outcome = {
  keep(saved: Saved) { last = { id: saved.id, warnings: saved.warnings ?? [], overridden: saved.overridden ?? [] }; },
  of(id: string) { return last?.id === id && (last.warnings.length || last.overridden.length) ? last : null; },
  clear() { last = null; },
};
