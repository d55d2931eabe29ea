import { API_SIGNING_ALGS, CLIENT_POLICIES, TOKEN_FORMATS, TOKEN_TYPS } from "../apis/api-metadata";
import * as field from "../forms/fields";

/** The fields of the two forms about an API: registration and settings. */
export const apiFields = {
  name: field.text(),
  tokenFormat: field.choice(TOKEN_FORMATS),
  accessTokenTtl: field.count(),
  signingAlg: field.choice(API_SIGNING_ALGS),
  tokenTyp: field.choice(TOKEN_TYPS),
  clientPolicy: field.choice(CLIENT_POLICIES),
  listedClients: field.text(),
};

/** The values of those fields for the use cases. A missing number of seconds becomes NaN, so that it is refused. */
export function toApiSettings(values: field.ValuesOf<typeof apiFields>) {
  const { name, tokenFormat, accessTokenTtl, signingAlg, tokenTyp, clientPolicy, listedClients } = values;
  return {
    name,
    tokenFormat,
    signingAlg,
    tokenTyp,
    clientPolicy,
    accessTokenTtl: accessTokenTtl ?? Number.NaN,
    listedClients: listedClients.split(/\s+/).filter((clientId) => clientId !== ""),
  };
}
