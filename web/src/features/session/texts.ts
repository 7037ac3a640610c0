import { texts } from "../../lib/texts";

export const t = texts("session", {
  title: "Sign in",
  again: "Sign in again",
  againText: "Your session has ended. What you were doing stays; sign in and it goes on.",
  email: "E-mail",
  password: "Password",
  signIn: "Sign in",
  showPassword: "Show the password",
  wrong: "This did not work",
  sea: "“Third visit. Last time: double kayak. Birthday tomorrow.”",
  seaText: "Regulars keeps count, so that whoever stands at the desk greets people like someone who remembers them.",
  about: "About Regulars",
  sessions: "My sessions",
  sessionsText: "Where you are signed in. End one that you do not know.",
  current: "this one",
  seen: (when: string) => `last seen ${when}`,
  end: "End it",
});
