// What the server answers where no table of fields says it.

export type MailState = { configured: boolean; waiting: number; oldest_at: string | null; late: boolean };
export type Preview = {
  to: string; subject: string; text: string; html: string; missing: string[];
  withdrawn: boolean; marketing_allowed: boolean; bounced: boolean;
};
export type TestAnswer = { sent: boolean; to: string; code: number; answer: string };
export type RecordCheck = { what: "spf" | "dkim" | "dmarc"; state: "good" | "missing" | "wrong" | "unknown"; name: string; found: string | null; advice: string; add: string | null };
export type DomainChecks = { domain: string; items: RecordCheck[] };
