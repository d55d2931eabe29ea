import { listScopes } from "../db/clients/scopes";
import { getEnv } from "../env";
import { safeFetch } from "../http/safe-fetch";
import { listResponseTypes } from "../oauth/client/response-types";
import { FEATURES } from "../oauth/features";
import { type MetadataReading, readMetadata } from "../oauth/register/read-metadata";
import { listGrantTypes } from "../oauth/token/grant-types";

/**
 * Reads the metadata of a client of the operator's own, who may give it every scope that there is.
 * @param others what becomes of scopes, grant types and response types that the portal does not have
 * @see RFC 7591 §2
 */
export async function readOperatorMetadata(
  metadata: Readonly<Record<string, unknown>>,
  others: "refuse" | "leave out",
): Promise<MetadataReading> {
  return readMetadata(metadata, {
    issuer: getEnv().issuer,
    fetch: safeFetch,
    status: "development",
    scopes: await listScopes(),
    otherScopes: others,
    otherTypes: others,
    defaultGrantTypes: ["authorization_code", "refresh_token"],
    grantTypes: listGrantTypes({ ...getEnv(), features: FEATURES }),
    responseTypes: listResponseTypes(getEnv()),
  });
}
