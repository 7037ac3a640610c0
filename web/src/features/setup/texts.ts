import { texts } from "../../lib/texts";

export const t = texts("setup", {
  title: "Set up Regulars",
  text: "Two minutes; all of it can be changed later.",
  you: "You",
  yourName: "Your name",
  email: "E-mail",
  password: "Password",
  passwordHint: "At least 10 characters; a sentence is easiest.",
  business: "Your business",
  businessName: "Name",
  country: "Country",
  zone: "Time zone",
  currency: "Currency",
  open: "Open my dashboard",
  noToken: "This address has no set-up token. Open the link that was printed when Regulars started for the first time.",
  fields: "Look at what is marked.",
});
