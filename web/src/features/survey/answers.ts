// Answers beside the questions that were asked: those of the response's own version, where they are known.

import type { Survey, SurveyResponse } from "../../lib/api-types";
import { t } from "./texts";

export type QuestionKind = "rating" | "score" | "text" | "choice";
export type Question = { id: string; kind: QuestionKind; text: string; required: boolean; choices: string[] };
export type Answer = { question: string; value: string; words: boolean };

export const questionsOf = (survey: Survey | undefined) => (survey?.questions ?? []) as Question[];

export function answersOf(response: SurveyResponse, questions: Question[]): Answer[] {
  const all = (response.answers ?? []) as { question_id: string; value: unknown }[];
  return all.map(({ question_id: id, value }) => {
    const question = questions.find((each) => each.id === id);
    const shown = typeof value !== "number" ? String(value) : question?.kind === "score" ? t.scored(value) : question?.kind === "rating" ? t.rated(value) : String(value);
    return { question: question?.text ?? id, value: shown, words: question?.kind === "text" };
  });
}
