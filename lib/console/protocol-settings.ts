import { z } from "zod";
import { getEnv } from "../env";
import { listResponseTypes } from "../oauth/authorize/response-types";
import { ASSERTION_ALGS } from "../oauth/client-assertion";
import { AUTH_METHODS } from "../oauth/client-authentication";
import { REQUEST_OBJECT_ALGS } from "../oauth/client-jwt";
import type { Client } from "../oauth/model";
import { SIGNING_ALGS } from "../oauth/own-jwt";
import { jwksSchema, jwksUriSchema, requestUrisSchema } from "../oauth/register/member-schemas";
import { listGrantTypes } from "../oauth/token/handle-request";
import { addressOrNone } from "./client-metadata";

const names = z.array(z.string().min(1).max(100)).max(20);

/**
 * How the protocol treats a client: everything about it that its owner decides. An absent member stays as it is, null
 * goes back to the default.
 * @see RFC 7591 §2, OpenID Connect Dynamic Client Registration §2
 */
export const protocolSchemas = {
  tokenEndpointAuthMethod: z.enum(AUTH_METHODS, "auth_method_unknown").optional(),
  requireRegisteredAuthMethod: z.boolean().optional(),
  tokenEndpointAuthSigningAlg: z.enum(ASSERTION_ALGS, "alg_unknown").nullable().optional(),
  jwks: jwksSchema.nullable().optional(),
  jwksUri: addressOrNone(jwksUriSchema),
  grantTypes: names.optional(),
  responseTypes: names.optional(),
  requirePkce: z.boolean().optional(),
  idTokenClaims: z.boolean().optional(),
  idTokenSignedResponseAlg: z.enum(SIGNING_ALGS, "alg_unknown").optional(),
  userinfoSignedResponseAlg: z.enum(SIGNING_ALGS, "alg_unknown").nullable().optional(),
  requestObjectSigningAlg: z.enum(REQUEST_OBJECT_ALGS, "alg_unknown").nullable().optional(),
  requestUris: requestUrisSchema.optional(),
  defaultMaxAge: z
    .int("max_age_invalid")
    .min(0, "max_age_invalid")
    .max(999_999_999, "max_age_invalid")
    .nullable()
    .optional(),
  requireAuthTime: z.boolean().optional(),
  defaultAcrValues: names.optional(),
};

type Types = Partial<Pick<Client, "grantTypes" | "responseTypes">>;

/**
 * Grant and response types that this portal does not have, by field; null when there are none. What a client is
 * registered for already stays, so that a switch of the operator's does not keep its owner from saving anything else.
 */
export function findUnsupported(
  asked: Types,
  registered: { [K in keyof Types]-?: readonly string[] },
): Partial<Record<keyof Types, "type_unsupported">> | null {
  const offered = { grantTypes: listGrantTypes(getEnv()), responseTypes: listResponseTypes(getEnv()) };
  const fields = (["grantTypes", "responseTypes"] as const).filter((field) =>
    asked[field]?.some((type) => !offered[field].includes(type) && !registered[field].includes(type)),
  );
  return fields.length === 0 ? null : Object.fromEntries(fields.map((field) => [field, "type_unsupported"]));
}
