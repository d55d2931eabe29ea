import { type Problem, type ProblemKey, sentenceOf } from "../clients/result";
import type { Done, Missing, Refused } from "../forms/result";

/** The form comes back and says why nothing was done. */
export function comeBack(problem: Problem): Refused<string, ProblemKey> | Missing {
  if (problem.key === "not_found") return { kind: "missing" };
  return { kind: "refused", fields: problem.fields, says: (words) => sentenceOf(problem, words) };
}

/** A page says why nothing was done, for forms that consist of a button and have nothing to show again. */
export function sayWhy(problem: Problem, goTo: string, tone: "warning" | "danger" = "warning"): Done | Missing {
  if (problem.key === "not_found") return { kind: "missing" };
  return { kind: "done", goTo, says: (words) => sentenceOf(problem, words), tone };
}
