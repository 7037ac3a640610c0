// What follows from a person's ledger: one state for each way and purpose.

export type State = {
  channel: string;
  purpose: string;
  given: boolean;
  withdrawn: boolean;
  kind: string | null;
  demonstrable: boolean;
  at: string | null;
  consent_id: string | null;
};
