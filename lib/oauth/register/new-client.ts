import { listResponseTypes } from "../client/response-types";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { ServerContext } from "../feature";
import { CLIENT_SECRET_PREFIX, hashSecret, newSecret, newUuid } from "../secrets";
import { listGrantTypes } from "../token/grant-types";
import { describeProblem } from "./problems";
import { readMetadata } from "./read-metadata";
import type { StoredSecret } from "./registration-store";
import { type ClientSettings, readsSecret, usesSecret } from "./settings";

/**
 * The settings that a program asks for in its metadata. Throws `invalid_redirect_uri` or `invalid_client_metadata` with
 * a description of what to change.
 * @see RFC 7591 §3.2.2
 */
export async function readSettings(json: Record<string, unknown>, context: ServerContext): Promise<ClientSettings> {
  const known = await context.store.listScopes();
  const reading = await readMetadata(json, {
    issuer: context.issuer,
    fetch: context.fetch,
    status: "development",
    // A program cannot give itself what only administrators may give.
    scopes: known.filter((scope) => scope.isPublic),
    otherScopes: "leave out",
    otherTypes: "leave out",
    defaultGrantTypes: ["authorization_code"],
    grantTypes: listGrantTypes(context),
    responseTypes: listResponseTypes(context),
  });
  if (reading.ok) return reading.settings;
  const [first] = reading.problems;
  if (first === undefined) throw new Error("Metadata was refused without a problem.");
  const code = first.member === "redirect_uris" ? "invalid_redirect_uri" : "invalid_client_metadata";
  throw new OAuthError(code, describeProblem(first), { cause: "metadata_refused" });
}

/** A new secret for a client that uses one; null for others. */
export async function makeSecret(
  settings: ClientSettings,
  context: OAuthContext,
): Promise<{ value: string; stored: StoredSecret } | null> {
  if (!usesSecret(settings)) return null;
  const value = newSecret(CLIENT_SECRET_PREFIX, context);
  const isRead = readsSecret(settings);
  return {
    value,
    stored: {
      id: newUuid(context),
      secretHash: hashSecret(value),
      secretJwe: isRead ? await context.registration.sealSecret(value) : null,
      hint: value.slice(-4),
    },
  };
}
