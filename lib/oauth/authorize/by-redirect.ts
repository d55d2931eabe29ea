import { isClaimedAddress } from "../client/claimed-address";
import { findRegisteredRedirectUri } from "../client/redirect-target";
import { carriesTokens, hasPart } from "../client/response-types";
import { isReviewedHost } from "../client/review";
import type { OAuthContext } from "../context";
import type { Client, RedirectParams } from "../model";
import { AUTHORIZATION_CODE_PREFIX, hashSecret } from "../secrets";
import { answerAllowed, recordAllowed } from "./answer";
import type { AnswerWay } from "./answer-way";
import { grantIdOf, prepareCode } from "./issue-code";
import { answerWithError } from "./respond";

/** An answer that the person's browser takes to an address of the client. @see RFC 6749 §4.1.2 */
export function byRedirect(client: Client, params: RedirectParams): AnswerWay {
  return {
    // A request for the portal's own page was kept only because the portal began it.
    isOpen: ({ ownRequests }) =>
      params.redirectUri === ownRequests?.callback || findRegisteredRedirectUri(client, params.redirectUri) !== null,
    canKeepAccess: () => hasPart(params.responseType, "code"),
    mustAsk: () => isImpersonable(client, params) || leadsAstray(client, params),
    prepare: ({ requestId, authentication, ...allowed }, context) =>
      prepareCode(deriveCode(requestId, context), params, authentication, allowed, context, grantIdOf(requestId)),
    allow: async ({ requestId, grant }, context) => {
      recordAllowed({ client, params }, grant, null, context);
      return await answerAllowed({ code: deriveCode(requestId, context), grant, client, params }, null, context);
    },
    allowAgain: async ({ requestId, authentication }, context) => {
      const code = deriveCode(requestId, context);
      const found = await context.store.findAuthorizationCode(hashSecret(code));
      const isUsable =
        found !== null &&
        found.code.consumedAt === null &&
        found.code.expiresAt > context.now() &&
        found.grant.revokedAt === null &&
        found.grant.userId === authentication?.userId;
      return isUsable ? await answerAllowed({ code, grant: found.grant, client, params }, null, context) : null;
    },
    refuse: (error, context) => answerWithError(error, client, params, null, context),
  };
}

/** The code is derived from the request, so every yes to it leads to the same place. */
function deriveCode(requestId: string, context: Pick<OAuthContext, "derive">): string {
  return AUTHORIZATION_CODE_PREFIX + context.derive("authorization-code", requestId);
}

/**
 * Whether another program could send a request in this client's name and get the answer. If so, the person sees every
 * request, even those of first-party clients: trust in a client says nothing about who is using its id.
 * @see RFC 8252 §8.6
 */
function isImpersonable(
  { tokenEndpointAuthMethod, kind }: Client,
  { redirectUri, responseType }: RedirectParams,
): boolean {
  // RFC 8252 §8.5: a secret that is in every copy of a native app proves nothing.
  const holdsSecret = tokenEndpointAuthMethod !== "none" && kind !== "native" && kind !== "device";
  // Anybody who gets the answer can use the tokens in it: no secret is asked for first.
  const provesItself = holdsSecret && !carriesTokens(responseType);
  return !provesItself && !isClaimedAddress(redirectUri);
}

/** Whether an administrator reviewed the client but not the host of this address: the review does not cover it. */
function leadsAstray(client: Client, { redirectUri }: RedirectParams): boolean {
  const wasLookedAt = client.isTrusted || client.status === "verified";
  return wasLookedAt && !isReviewedHost(client, redirectUri);
}
