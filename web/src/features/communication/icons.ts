import type { IconName } from "../../lib/icons";

export const iconOf = (via: string): IconName => ({
  email: "mail", sms: "chat", phone: "phone", "in-person": "person", note: "note",
} as Record<string, IconName>)[via] ?? "chat";
export const statusTone = (status: string | null) => (/fail|bounc|reject|complain/i.test(status ?? "") ? "bad" : "");
