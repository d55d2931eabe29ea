/** Why a press got no answer: the portal cannot be reached, or it no longer runs the build that made the page. */
export type Unanswered = "unreachable" | "updated";

/**
 * Sorts what calling a Server Action threw.
 * @returns null: the action ran; what Next.js or the action itself throws carries a digest
 */
export function whyUnanswered(error: unknown): Unanswered | null {
  if (!(error instanceof Error) || "digest" in error) return null;
  return error.name === "UnrecognizedActionError" ? "updated" : "unreachable";
}
