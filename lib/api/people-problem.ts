import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { type Refusal, sentenceOf } from "../people/result";

/**
 * Answers that a use case about people did nothing, why, and after how long another try may work.
 * @param problems the English sentences that say why
 * @see RFC 9457, RFC 9110 §10.2.3
 */
export function peopleProblem<Problem extends string>(
  status: number,
  refused: Refusal<Problem>,
  problems: Record<Problem, string>,
): Response {
  const { retryAfter } = refused;
  const headers = retryAfter === undefined ? {} : { headers: { "retry-after": String(retryAfter) } };
  return problem(status, sentenceOf(refused, problems, wordsFor("en")), headers);
}
