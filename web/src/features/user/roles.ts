// A person's role in the location that is looked at.

import type { User } from "../../lib/api-types";
import { session } from "../../lib/session.svelte";

type Role = { location_id: string; role: string };

export const rolesOf = (user: User | undefined) => (user?.roles ?? []) as Role[];
export const roleOf = (user: User | undefined) => rolesOf(user).find((each) => each.location_id === session.place?.id)?.role ?? "";

// The same roles elsewhere, and this one here.
export const withRole = (user: User | undefined, role: string): Role[] => [
  ...rolesOf(user).filter((each) => each.location_id !== session.place?.id),
  ...(role ? [{ location_id: session.place!.id, role }] : []),
];
