import { getEnv } from "../env";
import { listResponseTypes } from "../oauth/client/response-types";
import { FEATURES } from "../oauth/features";
import type { Client } from "../oauth/model";
import { listGrantTypes } from "../oauth/token/grant-types";

type Types = Partial<Pick<Client, "grantTypes" | "responseTypes">>;

/**
 * Grant and response types that this portal does not have, by field; null when there are none. Types that a client is
 * already registered for are accepted, so that after the operator switches one off, its owner can still save everything
 * else.
 */
export function findUnsupported(
  asked: Types,
  registered: { [K in keyof Types]-?: readonly string[] },
): Partial<Record<keyof Types, "type_unsupported">> | null {
  const offered = {
    grantTypes: listGrantTypes({ ...getEnv(), features: FEATURES }),
    responseTypes: listResponseTypes(getEnv()),
  };
  const fields = (["grantTypes", "responseTypes"] as const).filter((field) =>
    asked[field]?.some((type) => !offered[field].includes(type) && !registered[field].includes(type)),
  );
  return fields.length === 0 ? null : Object.fromEntries(fields.map((field) => [field, "type_unsupported"]));
}
