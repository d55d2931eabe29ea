import type { OAuthContext } from "../oauth/context";
import { OAuthError } from "../oauth/errors";
import { findActiveAccessToken } from "../oauth/tokens/access-token";
import { hasQueryToken, readBearerToken, readQueryToken } from "../oauth/tokens/bearer";
import { subjectFor } from "../oauth/tokens/subject";
import { problem } from "./problem";

/** The client and person of an accepted access token. */
export interface BearerIdentity {
  /** null: the client itself, without a person (client_credentials) */
  userId: string | null;
  /** the `sub` by which the client knows the person; null without a person */
  subject: string | null;
  clientId: string;
  scopes: string[];
}

/** What a request to a protected resource must carry. */
export interface BearerDemand {
  /** resource identifier of the API: must be among the token's audience. @see RFC 8707 §2 */
  resource: string;
  /** where that API's metadata is. @see RFC 9728 §5.1 */
  metadataUrl: string;
  scope: string;
}

export type BearerCheck = { ok: true; identity: BearerIdentity } | { ok: false; response: Response };

/**
 * Checks the access token of a request: it must be in the header (or in the query, if the API accepts that), be valid,
 * be for this resource and have this scope. A refusal is a problem document with a challenge that tells the client what
 * it needs.
 * @see RFC 6750 §3.1, RFC 9728 §5.1
 */
export async function checkBearer(
  request: Request,
  context: OAuthContext,
  { resource, metadataUrl, scope }: BearerDemand,
): Promise<BearerCheck> {
  try {
    const isInQuery = hasQueryToken(request) && (await context.store.findResource(resource))?.allowsQueryToken === true;
    const token = isInQuery ? readQueryToken(request) : readBearerToken(request, null);
    const found = await findActiveAccessToken(token, context);
    if (!found) {
      throw new OAuthError("invalid_token", "The access token is unknown, expired or revoked", {
        cause: "access_token_unusable",
      });
    }
    const { userId, clientId, scopes, audience } = found.accessToken;
    if (!audience.includes(resource)) {
      throw new OAuthError(
        "invalid_token",
        `The access token is not for ${resource}: request one with this value as resource`,
        {
          cause: "access_token_of_other_api",
        },
      );
    }
    if (!scopes.includes(scope)) {
      throw new OAuthError("insufficient_scope", `This needs an access token with the scope ${scope}`, {
        cause: "access_token_scope",
        values: { expectedScope: scope },
      });
    }
    const subject = userId && subjectFor(found, userId, context);
    if (isInQuery) {
      // RFC 6750 §5.3: the token is now in unprotected logs and histories.
      const data = { warning: "The access token came in the query" };
      context.record({ type: "token.in_query", outcome: "ok", clientId, userId, data }, request);
    }
    if (found.grant) context.noteUse({ grantId: found.grant.grantId, scopes: [scope], at: context.now() });
    return { ok: true, identity: { userId, subject, clientId, scopes } };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { ok: false, response: refuse(error, { metadataUrl, scope }) };
  }
}

function refuse(error: OAuthError, { metadataUrl, scope }: Pick<BearerDemand, "metadataUrl" | "scope">): Response {
  const parameters = {
    // RFC 6750 §3.1: a request without any token is not told an error code.
    ...(error.detail.isChallenge ? {} : { error: error.code, error_description: error.description }),
    ...(error.code === "insufficient_scope" || error.detail.isChallenge ? { scope } : {}),
    resource_metadata: metadataUrl,
  };
  const challenge = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  const headers = { "www-authenticate": `Bearer ${challenge.join(", ")}` };
  return problem(error.status, `${error.description}.`, { headers });
}
