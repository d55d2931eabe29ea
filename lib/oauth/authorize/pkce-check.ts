import { hasPart } from "../client/response-types";
import { OAuthError } from "../errors";
import type { AuthorizeCheck } from "../feature";

/** @see RFC 7636 §4.3, RFC 9700 §2.1.1 */
export const readPkce: AuthorizeCheck["run"] = ({ params, client, values }, context) => {
  if (!hasPart(values.responseType, "code")) return undefined;
  const challenge = params.get("code_challenge");
  const method = params.get("code_challenge_method");
  if (challenge === null) {
    if (method !== null) {
      throw new OAuthError("invalid_request", "code_challenge is missing", { cause: "code_challenge_missing" });
    }
    // RFC 9700 §2.1.1: public clients always; others when the operator or their own settings say so.
    if (client.requirePkce || client.tokenEndpointAuthMethod === "none" || context.requirePkce === "all") {
      throw new OAuthError("invalid_request", "This client must use PKCE: code_challenge is missing", {
        cause: "code_challenge_missing",
      });
    }
    return undefined;
  }
  // RFC 7636 §4.3: an absent method means plain, which RFC 9700 §2.1.1 leaves out.
  if (method !== "S256") {
    throw new OAuthError("invalid_request", "code_challenge_method must be S256", {
      cause: "code_challenge_method",
      values: { receivedChallengeMethod: method ?? "plain", expectedChallengeMethod: "S256" },
    });
  }
  // RFC 7636 §4.2: the S256 challenge is 32 octets in base64url, 43 characters.
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw new OAuthError(
      "invalid_request",
      "code_challenge must be the SHA-256 hash of the code_verifier, 43 characters of base64url",
      {
        cause: "code_challenge_malformed",
      },
    );
  }
  return { codeChallenge: challenge, codeChallengeMethod: "S256" };
};
