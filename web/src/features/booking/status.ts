// The dot before a status: what is to come, what is done, what went wrong.
export const statusClass = (status: string | null | undefined): string => ({
  confirmed: "st good", completed: "st t3", pending: "st warn", draft: "st warn",
} as Record<string, string>)[status ?? ""] ?? "st hollow t3";
