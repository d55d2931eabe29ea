import { operator } from "../console/authorise";
import { createIntrospectionCredentials } from "../console/resource-credentials";
import { scopeIcons } from "../console/resource-metadata";
import { findResource, registerResource } from "../console/resources";
import { type ApiInput, CommandError } from "./command";
import { toCommandError } from "./command-problem";

/**
 * Registers an API with its scopes, for the operator, and the client by which it introspects tokens unless the file
 * names one or says null.
 * @returns what was registered, with the secret of the new client
 * @throws {CommandError} with a sentence
 * @see RFC 8707 §2, RFC 7662 §2.1
 */
export async function createApi(api: ApiInput): Promise<Record<string, unknown>> {
  const chosenClient = api.introspection_client_id;
  const result = await registerResource(operator, {
    identifier: api.identifier,
    name: api.name,
    tokenFormat: api.token_format,
    accessTokenTtl: api.access_token_ttl,
    signingAlg: api.signing_alg,
    tokenTyp: api.token_typ,
    clientPolicy: api.client_policy,
    listedClients: api.listed_clients,
    introspectionClientId: chosenClient ?? null,
    scopes: api.scopes?.map(({ public: isPublic, icon, ...scope }) => ({ ...scope, icon: toIcon(icon), isPublic })),
  });
  if (!result.ok) throw toCommandError(result.problem);
  const { resourceId } = result.value;
  const credentials = chosenClient === undefined ? await createIntrospectionCredentials(operator, resourceId) : null;
  if (credentials && !credentials.ok) throw toCommandError(credentials.problem);
  const resource = await findResource(operator, resourceId);
  if (!resource) throw new CommandError("The API was deleted meanwhile.");
  return {
    id: resource.id,
    identifier: resource.identifier,
    name: resource.name,
    token_format: resource.tokenFormat,
    access_token_ttl: resource.accessTokenTtl,
    signing_alg: resource.signingAlg,
    token_typ: resource.tokenTyp,
    client_policy: resource.clientPolicy,
    listed_clients: resource.listedClients,
    scopes: resource.scopes.map(({ name, title, detail, risk, icon, isPublic }) => {
      return { name, title, detail, risk, icon, public: isPublic };
    }),
    introspection_client_id: resource.introspectionClientId,
    ...(credentials && { introspection_client_secret: credentials.value.clientSecret }),
  };
}

function toIcon(name: string | undefined): (typeof scopeIcons)[number] | null {
  if (name === undefined) return null;
  const icon = scopeIcons.find((each) => each === name);
  if (!icon) throw new CommandError(`scopes: there is no drawing "${name}"; use one of ${scopeIcons.join(", ")}.`);
  return icon;
}
