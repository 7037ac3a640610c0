import { plural, texts } from "../../lib/texts";

export const t = texts("survey", {
  title: "Surveys",
  responses: "Responses",
  none: "Has not answered a survey yet.",
  earlier: "Earlier answers",
  count: (count: number) => plural(count, "# answer", "# answers"),
  average: "Average",
  ofFive: (rating: string) => `${rating} of 5`,
  score: "Score",
  rated: (value: number) => `${value} of 5`,
  scored: (value: number) => `${value} of 10`,
  aSurvey: "A survey",
  toBooking: "the booking",
});
