export const statusClass = (status: string | null | undefined): string => ({
  new: "st new", contacted: "st good", "follow-up-scheduled": "st warn", "follow-up-due": "st bad", converted: "st t3",
} as Record<string, string>)[status ?? ""] ?? "st hollow t3";
