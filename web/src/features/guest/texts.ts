import { texts } from "../../lib/texts";

export const t = texts("guest", {
  title: "Guests",
  appearances: "Guest appearances",
  noAppearances: "Has never come along on somebody else's booking.",
  earlier: "Earlier ones",
  bookedBy: (name: string) => `booked by ${name}`,
  someBooking: "a booking",
  asName: (name: string) => `as ${name}`,
});
