import { z } from "zod";
import { findNameTwin } from "../auth/name-twin";
import { recordEvent } from "../db/audit/events";
import type { ClientChanges, ClientDetails } from "../db/clients/clients";
import { getEnv } from "../env";
import type { OwnInput } from "../oauth/client/members";
import { addNeededGrants, fitResponseTypes } from "../oauth/register/choose-types";
import { findNewProblems } from "../oauth/register/rules";
import { withConsequences } from "../oauth/register/settings";
import { ownSchemas, problemsOf, toFields } from "./client-metadata";
import type { ManagedClient } from "./managed-client";
import { done, type Result, refused } from "./result";
import { decideAsShown, type SeenMembers } from "./seen-members";
import { storeChanges } from "./store-changes";
import { findUnsupported } from "./unsupported-types";

const schema = z.object(ownSchemas);

/**
 * Changes a client's members; absent ones stay. A verified client keeps its reviewed values until an administrator has
 * reviewed the change ({@link storeChanges}).
 * @param shown what the form showed that the members come from: if it is not so any more, nothing is changed
 * @see RFC 7591 §2
 */
export async function changeClient(
  managed: ManagedClient,
  input: OwnInput,
  shown: SeenMembers | null = null,
): Promise<Result<null>> {
  const { actor, clientId } = managed;
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const asked: Asked = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const twin = await findTwinOf(managed, asked.name);
  if (twin) return refused(`name_like_${twin}`, { fields: { name: `name_like_${twin}` } });
  const stored = await storeChanges(managed, (client) => decideAsShown(client, shown, decideChanges(client, asked)));
  if (!stored.ok) return stored;
  const members = Object.keys(stored.value);
  if (members.length === 0) return done(null);
  await recordEvent(
    { type: "client.changed", outcome: "ok", clientId, userId: actor.userId, data: { members } },
    actor.source,
  );
  return done(null);
}

/** Whom people could take the client for under its new name. A verified client's new name waits for an administrator. */
async function findTwinOf({ actor, client }: ManagedClient, name: string | undefined) {
  const isDecided = actor.isAdmin || client.status === "verified" || client.isTrusted;
  if (name === undefined || name === client.name || isDecided) return null;
  return findNameTwin(name, client);
}

type Asked = Partial<z.output<typeof schema>>;

/** The requested changes with their consequences; refused where the client's members would contradict each other. */
function decideChanges(client: ClientDetails, { ...asked }: Asked): Result<ClientChanges> {
  const unsupported = findUnsupported(asked, client);
  if (unsupported) return refused("check_fields", { fields: unsupported });
  // Choosing a response type implies the grant type that it needs. Nobody signs in to a service.
  const chosen = asked.responseTypes?.filter((type) => !client.responseTypes.includes(type)) ?? [];
  if (chosen.length > 0 && client.kind !== "service") {
    asked.grantTypes = addNeededGrants(asked.grantTypes ?? client.grantTypes, chosen);
  }
  if (asked.grantTypes) asked.responseTypes ??= fitResponseTypes(client.responseTypes, asked.grantTypes);
  const { requirePkce } = withConsequences({ ...client, ...asked });
  // While a verified client's new method waits for review, it does not yet make PKCE required.
  const isFollowed = client.status !== "verified" && requirePkce !== client.requirePkce;
  const saysPkce = "requirePkce" in asked || isFollowed;
  const changes = { ...asked, ...(saysPkce && { requirePkce }) };
  if (Object.keys(changes).length === 0) return done({});
  const rules = { issuer: getEnv().issuer, status: client.status };
  const wrong = findNewProblems(client, { ...client, ...changes }, rules);
  return wrong.length === 0 ? done(changes) : refused("check_fields", { fields: toFields(wrong) });
}
