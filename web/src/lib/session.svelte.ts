// Who is signed in, where they are, and what they may do there.

import type { User } from "./api-types";
import { call, Problem, whenSignedOut } from "./api";
import { forget } from "./known";
import { router } from "./router.svelte";

export type Place = {
  id: string; slug: string; name: string; role: string | null; permissions: string[];
  time_zone: string; currency: string; country: string;
};
type Me = { user: User | null; locations: Place[] };

let me = $state.raw<Me | null>(null);
let state = $state<"unknown" | "out" | "in" | "ended">("unknown");
let again: { promise: Promise<void>; resolve: () => void } | null = null;

// The session ended while somebody works: they sign in over what they were doing, and it goes on.
whenSignedOut(() => {
  if (state === "unknown" || state === "out")
    throw new Problem(401, { code: "unauthenticated", detail: "Sign in first." });
  state = "ended";
  if (!again) {
    let resolve = () => {};
    const promise = new Promise<void>((done) => { resolve = done; });
    again = { promise, resolve };
  }
  return again.promise;
});

const remembered = "regulars.location";

// The location of the address; without one the last that was looked at.
const place: Place | null = $derived.by(() => {
  const [root, slug] = router.parts;
  const places = me?.locations ?? [];
  if (root === "l" && slug)
    return places.find((each) => each.slug === slug) ?? null;
  return places.find((each) => each.slug === localStorage.getItem(remembered)) ?? places[0] ?? null;
});

export const session = {
  get state() { return state; },
  get user() { return me?.user ?? null; },
  get places(): Place[] { return me?.locations ?? []; },

  get place(): Place | null { return place; },

  // The path of the location in the API.
  get L() { return `/locations/${encodeURIComponent(session.place?.slug ?? "")}`; },
  // … and in the dashboard.
  get home() { return `/l/${encodeURIComponent(session.place?.slug ?? "")}`; },

  may(permission: string) { return session.place?.permissions.includes(permission) ?? false; },

  remember(slug: string) { localStorage.setItem(remembered, slug); },

  async begin() {
    try {
      me = (await call<Me>("GET", "/session", { anonymous: true })).data;
      state = "in";
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401)
        throw error;
      state = "out";
    }
  },

  async signIn(email: string, password: string) {
    forget();
    me = (await call<Me>("POST", "/session", { body: { email, password }, anonymous: true })).data;
    state = "in";
    again?.resolve();
    again = null;
  },

  async refresh() {
    me = (await call<Me>("GET", "/session")).data;
  },

  async signOut() {
    await call("DELETE", "/session", { anonymous: true }).catch(() => undefined);
    // Nothing of what was on the screen stays in memory.
    location.assign("/sign-in");
  },
};
