import { SCOPE_ICONS } from "../apis/api-metadata";
import { createIntrospectionCredentials } from "../apis/introspection-credentials";
import { findApi, registerApi } from "../apis/registered-apis";
import { operator } from "../auth/actor";
import { type ApiInput, CommandError } from "./command";
import { toCommandError } from "./command-problem";
import { readTaggedTexts, writeTaggedTexts } from "./tagged-texts";

/**
 * Registers an API with its scopes for the operator. Also registers a client for introspection, unless the file names
 * one or says null.
 * @returns what was registered, with the secret of the new client
 * @throws {CommandError} with a sentence
 * @see RFC 8707 §2, RFC 7662 §2.1
 */
export async function createApi(input: ApiInput): Promise<Record<string, unknown>> {
  const chosenClient = input.introspection_client_id;
  const result = await registerApi(operator, {
    identifier: input.identifier,
    name: input.name,
    tokenFormat: input.token_format,
    accessTokenTtl: input.access_token_ttl,
    signingAlg: input.signing_alg,
    tokenTyp: input.token_typ,
    clientPolicy: input.client_policy,
    listedClients: input.listed_clients,
    introspectionClientId: chosenClient ?? null,
    scopes: input.scopes?.map((scope) => {
      const { name, title, detail, risk, icon, public: isPublic } = scope;
      return { name, title, detail, texts: readTaggedTexts(scope), risk, icon: toIcon(icon), isPublic };
    }),
  });
  if (!result.ok) throw toCommandError(result.problem);
  const { apiId } = result.value;
  const credentials = chosenClient === undefined ? await createIntrospectionCredentials(operator, apiId) : null;
  if (credentials && !credentials.ok) throw toCommandError(credentials.problem);
  const api = await findApi(operator, apiId);
  if (!api) throw new CommandError("The API was deleted meanwhile.");
  return {
    id: api.id,
    identifier: api.identifier,
    name: api.name,
    token_format: api.tokenFormat,
    access_token_ttl: api.accessTokenTtl,
    signing_alg: api.signingAlg,
    token_typ: api.tokenTyp,
    client_policy: api.clientPolicy,
    listed_clients: api.listedClients,
    scopes: api.scopes.map(({ name, title, detail, texts, risk, icon, isPublic }) => {
      return { name, title, detail, ...writeTaggedTexts(texts), risk, icon, public: isPublic };
    }),
    introspection_client_id: api.introspectionClientId,
    ...(credentials && { introspection_client_secret: credentials.value.clientSecret }),
  };
}

function toIcon(name: string | undefined): (typeof SCOPE_ICONS)[number] | null {
  if (name === undefined) return null;
  const icon = SCOPE_ICONS.find((each) => each === name);
  if (!icon) throw new CommandError(`scopes: there is no drawing "${name}"; use one of ${SCOPE_ICONS.join(", ")}.`);
  return icon;
}
