import { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { getEnv } from "../env";
import { addNeededGrants, fitResponseTypes } from "../oauth/register/choose-types";
import { clientNameSchema } from "../oauth/register/member-schemas";
import { findProblems } from "../oauth/register/rules";
import { withConsequences } from "../oauth/register/settings";
import { type Actor, findManagedClient } from "./authorise";
import { metadataSchemas, problemsOf, toFieldName, toProblemKey } from "./client-metadata";
import { findUnsupported, protocolSchemas } from "./protocol-settings";
import { done, type Result, refused } from "./result";
import { storeChanges } from "./store-changes";

const schema = z.object({ name: clientNameSchema.optional(), ...metadataSchemas, ...protocolSchemas });

export type ClientMetadataInput = z.input<typeof schema>;

/**
 * Changes the name and what the client tells about itself; absent members stay. What an administrator looked at of a
 * verified client stays as it was until one has looked at the change ({@link storeChanges}).
 * @see RFC 7591 §2
 */
export async function changeClient(actor: Actor, clientId: string, input: ClientMetadataInput): Promise<Result<null>> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return refused("not_found");
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const asked: Partial<typeof parsed.data> = Object.fromEntries(
    Object.entries(parsed.data).filter(([, value]) => value !== undefined),
  );
  const unsupported = findUnsupported(asked, client);
  if (unsupported) return refused("check_fields", { fields: unsupported });
  // Who chooses a response type means the grant type that it needs. Nobody signs in to a service.
  const chosen = asked.responseTypes?.filter((type) => !client.responseTypes.includes(type)) ?? [];
  if (chosen.length > 0 && client.kind !== "service") {
    asked.grantTypes = addNeededGrants(asked.grantTypes ?? client.grantTypes, chosen);
  }
  if (asked.grantTypes) asked.responseTypes ??= fitResponseTypes(client.responseTypes, asked.grantTypes);
  const { requirePkce } = withConsequences({ ...client, ...asked });
  // While a verified client's new method waits for a look, PKCE is not required for its sake.
  const isFollowed = client.status !== "verified" && requirePkce !== client.requirePkce;
  const saysPkce = "requirePkce" in asked || isFollowed;
  const changes = { ...asked, ...(saysPkce && { requirePkce }) };
  if (Object.keys(changes).length === 0) return done(null);
  // Rules between members; what was wrong before is not this change's.
  const rules = { issuer: getEnv().issuer, status: client.status };
  const before = findProblems(client, rules);
  const wrong = findProblems({ ...client, ...changes }, rules).filter(
    ({ member, sentence }) => !before.some((each) => each.member === member && each.sentence === sentence),
  );
  if (wrong.length > 0) {
    const fields = Object.fromEntries(wrong.map(({ member, key }) => [toFieldName(member), toProblemKey(key)]));
    // The addresses are not what changed: with a secret, nothing makes the app use PKCE (RFC 8252 §8.1).
    const { redirectUris, postLogoutRedirectUris, ...others } = fields;
    if (redirectUris ?? postLogoutRedirectUris) others.tokenEndpointAuthMethod = "auth_method_dotless";
    return refused("check_fields", { fields: others });
  }
  if (!(await storeChanges(actor, client, changes))) return refused("not_found");
  await recordEvent(
    {
      type: "client.changed",
      outcome: "ok",
      clientId,
      userId: actor.userId,
      data: { members: Object.keys(changes) },
    },
    actor.source,
  );
  return done(null);
}
