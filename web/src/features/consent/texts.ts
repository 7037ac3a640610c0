import { texts } from "../../lib/texts";

const purposes: Record<string, string> = { marketing: "news and offers", surveys: "surveys" };
const channels: Record<string, string> = { email: "by e-mail", sms: "by SMS", phone: "by phone", any: "by any way" };

const ways: Record<string, Record<string, string>> = {
  marketing: { email: "e-mail", sms: "SMS", phone: "phone calls" }, surveys: { email: "e-mail", sms: "SMS", phone: "phone" },
};
const listed = (words: string[], last: string) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}` : words[0]);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const t = texts("consent", {
  title: "Consent",
  states: "What they agree to now",
  ledger: "The ledger",
  ledgerHint: "What was said is only ever added to",
  way: "Way",
  purpose: "Purpose",
  state: "State",
  purposeNames: { marketing: "News and offers", surveys: "Surveys" } as Record<string, string>,
  channelNames: { email: "E-mail", sms: "SMS", phone: "Phone", any: "Any way" } as Record<string, string>,
  what: (purpose: string, channel: string) => `${purposes[purpose] ?? purpose} ${channels[channel] ?? channel}`,
  agrees: "Agrees",
  agreesNot: "Does not agree",
  never: "Was never asked",
  withdrew: (when: string) => `Withdrew ${when}`,
  since: (when: string) => `since ${when}`,
  on: (when: string) => `withdrew ${when}`,
  short: (given: boolean, purpose: string, channels: string[]) => {
    const text = `${purpose === "surveys" ? "surveys by " : ""}${listed(channels.map((each) => ways[purpose]?.[each] ?? each), given ? "and" : "or")}`;
    return given ? capital(text) : `No ${text}`;
  },
  existing: "as an existing customer",
  notDemonstrable: "cannot be demonstrated: counts for a personal answer, never for mail to many",
  give: "Record a yes",
  withdraw: "Withdraw",
  withdrawAll: "Withdraw everything",
  lockedHint: "Who withdrew is asked by nobody again: only their own confirmed sign-up gives it back.",
  locked: "only they themselves can give it again",
  none: "Nobody has asked yet. Without an event the answer is no.",
  earlier: "Earlier events",
  given: "Agreed",
  withdrawn: "Withdrew",
  wording: (words: string) => `“${words}”`,
  from: (page: string) => `from ${page}`,
  address: (address: string) => `for ${address}`,
  by: (name: string) => `recorded by ${name}`,
  demonstrableNot: "cannot be demonstrated",
  form: "by a form",
  methods: {
    "double-opt-in": "Confirmed by a mail", "form-submission": "Form", "opt-in-checkbox": "Opt-in box", verbal: "Told us", paper: "On paper", manual: "Typed in",
    "manual-entry": "Typed in", bulk: "In bulk", checkout: "At the checkout", import: "Import", unsubscribe: "Link in a mail", "one-click": "One click in the mail program",
  } as Record<string, string>,

  // recording an event
  giveTitle: (name: string) => `${name} agrees`,
  withdrawTitle: (name: string) => `${name} withdraws`,
  giveText: "Only what they really said, and how you could show it: this is evidence.",
  withdrawText: "It holds from now on, for all their addresses. Only they themselves can give it again, by confirming a mail. Nobody of the team can.",
  channel: "Way",
  kind: "Kind",
  kinds: { consent: "They agreed", "existing-customer": "Existing customer, told and may refuse" } as Record<string, string>,
  method: "How it was said",
  wordingField: "The words that they agreed to",
  page: "Page or paper where it stands",
  at: "When",
  atHint: "Empty: now",
  reason: "How they told us",
  saveGive: "Record the yes",
  saveWithdraw: "Withdraw",
  savedGive: (name: string) => `Recorded: ${name} agrees`,
  savedWithdraw: (name: string) => `${name} is not written to any more`,
});
