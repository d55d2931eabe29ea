import type { ActionRefusal } from "@/lib/http/refusal";

/**
 * Why a press got no answer: the portal cannot be reached, it no longer runs the build that made the page, or it refused
 * what was sent unread.
 */
export type Unanswered = "unreachable" | "updated" | ActionRefusal;

const REFUSALS: readonly ActionRefusal[] = ["large", "busy"];

/**
 * Sorts what calling a Server Action threw.
 * @returns null: the action ran; what Next.js or the action itself throws carries a digest
 */
export function whyUnanswered(error: unknown): Unanswered | null {
  if (!(error instanceof Error) || "digest" in error) return null;
  if (error.name === "UnrecognizedActionError") return "updated";
  return REFUSALS.find((refusal) => refusal === error.message) ?? "unreachable";
}
