import type { OAuthContext } from "../context";
import type { AuthorizationError } from "../errors";
import type { Authentication, AuthorizationCode, Grant } from "../model";
import type { Allowed } from "./issue-code";

/**
 * What depends on the way in which the client of a request is answered. One object serves one request of one client.
 */
export interface AnswerWay {
  /** Whether the client is still registered for this address. An address that was removed gets no answer. */
  isOpen: (context: Pick<OAuthContext, "ownRequests">) => boolean;
  /** Whether the answer can bring a refresh token. */
  canKeepAccess: () => boolean;
  /**
   * Whether the person is asked every time, even if they said yes before, because somebody else might get the answer.
   */
  mustAsk: () => boolean;
  /** What is stored for a yes. `requestId` is secret; what is derived from it is the same every time. */
  prepare: (
    allowed: { requestId: string; authentication: Authentication } & Allowed,
    context: Pick<OAuthContext, "now" | "random" | "derive">,
  ) => { grant: Grant; code: AuthorizationCode };
  /** The answer to the first yes. */
  allow: (allowed: { requestId: string; grant: Grant }, context: OAuthContext) => Promise<Response>;
  /** The same answer again, for the same person while it is still valid; otherwise null. */
  allowAgain: (
    allowed: { requestId: string; authentication: Authentication | null },
    context: OAuthContext,
  ) => Promise<Response | null>;
  refuse: (error: Pick<AuthorizationError, "code" | "description">, context: OAuthContext) => Response;
}
