// What `GET /f/{key}/definition` answers (docs/develop/forms.md).

export type Field = {
  name: string; // name, first_name, last_name, email, phone, message
  kind: "text" | "email" | "phone" | "lines";
  label: string;
  required: boolean;
  max?: number | null;
  autocomplete?: string | null;
};

export type Question = {
  id: string;
  kind: "text" | "choice" | "yes-no";
  text: string;
  required: boolean;
  choices?: string[];
};

export type Definition = {
  key: string;
  kind: "contact" | "subscribe";
  language: string;
  business: string;
  colour: string | null;
  title: string | null;
  intro: string | null;
  button: string;
  fields: Field[];
  questions: Question[];
  consent: { text: string; version: number; ticked: boolean | null } | null;
  honeypot: string;
  started: string;
  verification: { kind: string; site_key: string | null; action?: string | null; script?: string | null };
};

export type Problem = { field: string; detail: string };

// Sending is over for now: what the visitor is told, and at which fields.
export class Refused extends Error {
  problems: Problem[];
  code: string;

  constructor(code: string, message: string, problems: Problem[] = []) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}
