import { authenticateClient } from "../../client/authentication";
import { OAuthError } from "../../errors";
import type { Endpoint, Feature, GrantHandler } from "../../feature";
import { equalInConstantTime } from "../../secrets";
import { pickAudience } from "../../token/audience";
import { prepareAccessToken, writeAccessToken } from "../../token/issue";
import { selectAllowedScopes, toScopeValue } from "../../tokens/scopes";
import { jsonResponse } from "../../wire/json-response";
import { readFormParams } from "../../wire/params";

// An example of a feature, which this server does not have: an endpoint gives tickets, and a grant takes them.

/** A real feature would add a purpose of its own to `DerivedPurpose`. */
const PURPOSE = "authorization-code";

const GRANT_TYPE = "urn:example:params:oauth:grant-type:ticket";

const handleTicketRequest: Endpoint["handle"] = async (request, context) => {
  const { client } = await authenticateClient(request, await readFormParams(request), context);
  return jsonResponse({ ticket: context.derive(PURPOSE, client.clientId) });
};

const redeemTicket: GrantHandler = async ({ params, client }, context) => {
  if (!equalInConstantTime(params.require("ticket"), context.derive(PURPOSE, client.clientId))) {
    throw new OAuthError("invalid_grant", "The ticket is another client's", { cause: "code_of_other_client" });
  }
  const names = params.words("scope");
  const scopes = selectAllowedScopes(names, client, await context.store.findScopes(names));
  const audience = await pickAudience({ client, scopes, requested: [], granted: null }, context);
  const token = await prepareAccessToken(audience, context);
  const { clientId } = client;
  await context.store.createAccessToken({ ...token.row, grantId: null, clientId, userId: null });
  return {
    userId: null,
    grantId: null,
    response: {
      access_token: await writeAccessToken(token, { client, grant: null, audience }, context),
      token_type: "Bearer",
      expires_in: audience.ttl,
      scope: toScopeValue(audience.scopes),
    },
  };
};

export const ticket = {
  endpoints: [
    {
      name: "ticket",
      path: "/oauth/ticket",
      metadataMember: "ticket_endpoint",
      methods: ["POST"],
      isCrossOrigin: true,
      errors: "json",
      guard: "failed-authentication",
      handle: handleTicketRequest,
    },
  ],
  grants: { [GRANT_TYPE]: redeemTicket },
  metadata: () => ({ ticket_formats_supported: ["plain"] }),
} as const satisfies Feature;
