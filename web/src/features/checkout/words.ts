// How a checkout is told: who, what was in it, how it stands.

import type { Checkout } from "../../lib/api-types";
import { money } from "../../lib/format";
import { t } from "./texts";

export type Line = { name: string; quantity: number | null; price: string };

const classes: Record<string, string> = { open: "st new", abandoned: "st warn", recovered: "st good", completed: "st good" };

export const nameOf = (it: Checkout) => it.person.name || it.person.email || it.person.phone || (it.erased_at ? t.expired : t.nobody);
export const stateClass = (it: Checkout) => (it.erased_at ? "st hollow t3" : classes[it.state ?? ""] ?? "st");
export const stateWord = (it: Checkout) => t.states[it.state ?? ""] ?? "";

// Only https: what a page reports could be anything.
export const resumeOf = (it: Checkout) => (/^https:\/\//.test(it.resume_url ?? "") ? it.resume_url! : "");

const textOf = (value: unknown) => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

function lineOf(item: unknown, currency: string | null): Line | null {
  if (typeof item !== "object" || item === null)
    return textOf(item) ? { name: textOf(item), quantity: null, price: "" } : null;
  const { name, title, quantity, price } = item as Record<string, unknown>;
  const called = textOf(name) || textOf(title);
  if (!called)
    return { name: JSON.stringify(item).slice(0, 200), quantity: null, price: "" };
  return {
    name: called, quantity: typeof quantity === "number" ? quantity : null,
    price: typeof price === "number" && currency ? money({ amount: price, currency }) : textOf(price),
  };
}

// The lines of a cart, whatever a page calls a cart.
export function linesOf(it: Checkout): Line[] {
  const cart = Array.isArray(it.cart) ? it.cart : it.cart && typeof it.cart === "object" && Object.keys(it.cart).length ? [it.cart] : [];
  return cart.map((item) => lineOf(item, it.currency)).filter((line) => line !== null);
}

export const lineWords = ({ name, quantity }: Line) => (quantity === null ? name : `${quantity} × ${name}`);
export const cartWords = (it: Checkout) => linesOf(it).map(lineWords).join(", ");
