import { carriesTokens, findResponseType, hasPart, listResponseTypes, RESPONSE_MODES } from "../client/response-types";
import { OAuthError } from "../errors";
import type { AuthorizeCheck } from "../feature";
import { pickAudience } from "../token/audience";
import { selectAllowedScopes } from "../tokens/scopes";

/** @see RFC 6749 §3.1 */
export const refuseRepeated: AuthorizeCheck["run"] = ({ params }) => {
  params.refuseRepeated();
  return undefined;
};

/** OIDC Core §3.1.2.6: unsupported parameters have their own error codes. */
export const refuseRegistration: AuthorizeCheck["run"] = ({ params }) => {
  if (params.get("registration") === null) return undefined;
  throw new OAuthError(
    "registration_not_supported",
    "The registration parameter is not supported: register the client first",
    {
      cause: "registration_parameter",
    },
  );
};

/** @see RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Types §3 */
export const readResponseType: AuthorizeCheck["run"] = ({ params, client }, context) => {
  // RFC 6749 §4.1.1: response_type is REQUIRED.
  const supported = listResponseTypes(context);
  const received = params.require("response_type");
  const responseType = findResponseType(received);
  if (responseType === null || !supported.includes(responseType)) {
    throw new OAuthError("unsupported_response_type", `response_type must be ${supported.join(" or ")}`, {
      cause: "response_type_unsupported",
      values: { receivedResponseType: received, expectedResponseType: supported.join(" or ") },
    });
  }
  const isRegistered = client.responseTypes.some((registered) => findResponseType(registered) === responseType);
  const needed = [
    ...(hasPart(responseType, "code") ? ["authorization_code"] : []),
    ...(carriesTokens(responseType) ? ["implicit"] : []),
  ];
  if (!isRegistered || !needed.every((grant) => client.grantTypes.includes(grant))) {
    throw new OAuthError(
      "unauthorized_client",
      `The client is not registered for response_type ${responseType}: add it to the client's response_types`,
      {
        cause: "response_type_unregistered",
        values: { receivedResponseType: responseType, expectedResponseType: client.responseTypes.join(" or ") },
      },
    );
  }
  return { responseType };
};

/**
 * The mode itself was read earlier, with the address that the answer goes to.
 * @see OAuth 2.0 Multiple Response Types §2.1
 */
export const checkResponseMode: AuthorizeCheck["run"] = ({ params, values }) => {
  const mode = params.get("response_mode");
  if (mode === null) return undefined;
  if (!RESPONSE_MODES.some((each) => each === mode)) {
    throw new OAuthError("invalid_request", `response_mode must be ${RESPONSE_MODES.join(" or ")}`, {
      cause: "response_mode_unsupported",
    });
  }
  // OAuth 2.0 Multiple Response Types §5: such an answer MUST NOT be a query.
  if (mode === "query" && carriesTokens(values.responseType)) {
    throw new OAuthError(
      "invalid_request",
      "response_mode query cannot be used with this response_type: send fragment or form_post",
      {
        cause: "response_mode_exposes_tokens",
      },
    );
  }
  return undefined;
};

/**
 * A token in the answer is for one API, like any other token, and there is no token request that could name the API.
 */
export const requireOneApi: AuthorizeCheck["run"] = (reading, context) =>
  hasPart(reading.values.responseType, "token") ? pickApi(reading, context) : undefined;

const pickApi: AuthorizeCheck["run"] = async ({ client, values }, context) => {
  const { scopes: names, resources } = values;
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  await pickAudience({ client, scopes, requested: [], granted: resources }, context);
  return undefined;
};

/** @see OIDC Core §3.1.2.1 */
export const readNonce: AuthorizeCheck["run"] = ({ params, values }) => {
  const nonce = params.get("nonce");
  if (hasPart(values.responseType, "id_token")) {
    if (!values.scopes.includes("openid")) {
      throw new OAuthError("invalid_request", "scope must contain openid for this response_type", {
        cause: "openid_missing",
      });
    }
    // OIDC Core §3.2.2.1, §3.3.2.11: the nonce is REQUIRED where an ID token comes through the browser.
    if (nonce === null) {
      throw new OAuthError("invalid_request", "nonce is missing: this response_type requires it", {
        cause: "nonce_missing",
      });
    }
  }
  return { nonce };
};

/** OIDC Core §11: offline_access is ignored where no code, and so no refresh token, is given. */
export const dropUselessOfflineAccess: AuthorizeCheck["run"] = ({ values: { responseType, scopes } }) =>
  hasPart(responseType, "code") ? undefined : { scopes: scopes.filter((name) => name !== "offline_access") };
