import { recordEvent } from "../db/audit-events";
import {
  addRedirectUris,
  listRedirectUris,
  type RedirectUriKind,
  type RedirectUriRow,
  removeRedirectUri,
  updateRedirectUri,
} from "../db/redirect-uris";
import { getEnv } from "../env";
import { safeFetch } from "../http/safe-fetch";
import { checkRedirectUri, type RedirectUriContext, redirectUriMaxCount } from "../oauth/redirect-uri";
import { findSector, SectorError } from "../oauth/sector";
import { type Actor, findManagedClient } from "./authorise";
import { usesRedirectUris } from "./client-kinds";
import { done, type RefusedUri, type Result, refused } from "./result";
import { noteHosts } from "./store-changes";

/** The list, and what the validator needs to know to judge another address. Null when the client is not the actor's. */
export async function findRedirectUriList(
  actor: Actor,
  clientId: string,
  kind: RedirectUriKind,
): Promise<{ uris: RedirectUriRow[]; context: RedirectUriContext } | null> {
  const client = await findManagedClient(actor, clientId);
  if (!client) return null;
  const uris = await listRedirectUris(clientId, kind);
  return {
    uris,
    context: {
      kind: client.kind,
      isConfidential: client.tokenEndpointAuthMethod !== "none",
      status: client.status,
      issuer: getEnv().issuer,
      registered: uris.map((row) => row.uri),
    },
  };
}

/** Adds addresses, all or none; those on the list already are passed over. Answers the ids of the new ones. They work at once. */
export async function addUris(
  actor: Actor,
  clientId: string,
  kind: RedirectUriKind,
  input: string[],
): Promise<Result<string[]>> {
  const list = await findRedirectUriList(actor, clientId, kind);
  if (!list) return refused("not_found");
  if (!usesRedirectUris(list.context.kind)) return refused("service_has_no_redirect_uris");
  const uris = [...new Set(input.map((uri) => uri.trim()).filter((uri) => uri !== ""))];
  const checks: RefusedUri[] = (uris.length > 0 ? uris : [""]).map((uri) => ({
    uri,
    ...checkRedirectUri(uri, list.context),
  }));
  const bad = checks.filter((check) => check.verdict === "error");
  if (bad.length > 0) return refused("check_uris", { fields: { uri: "check_uris" }, refusedUris: bad });
  if (kind === "redirect" && !(await isOfSector(actor, clientId, uris))) {
    return refused("sector_mismatch", { fields: { uri: "sector_mismatch" } });
  }
  const ids = await addRedirectUris(clientId, kind, uris, redirectUriMaxCount);
  if (!ids) return refused("too_many_uris", { fields: { uri: "too_many_uris" } });
  if (ids.length > 0) {
    await noteHosts(actor, clientId, uris);
    await record(actor, clientId, "client.redirect_uri_added", { kind, uris });
  }
  return done(ids);
}

/** Replaces one address by another. */
export async function changeUri(
  actor: Actor,
  clientId: string,
  kind: RedirectUriKind,
  id: string,
  input: string,
): Promise<Result<null>> {
  const list = await findRedirectUriList(actor, clientId, kind);
  if (!list) return refused("not_found");
  const current = list.uris.find((row) => row.id === id);
  if (!current) return refused("uri_missing");
  const uri = input.trim();
  if (uri === current.uri) return done(null);
  const others = list.context.registered.filter((each) => each !== current.uri);
  const check = checkRedirectUri(uri, { ...list.context, registered: others });
  if (check.message === "duplicate") return refused("uri_duplicate", { fields: { uri: "uri_duplicate" } });
  if (check.verdict === "error") {
    return refused("check_uris", { fields: { uri: "check_uris" }, refusedUris: [{ uri, ...check }] });
  }
  if (kind === "redirect" && !(await isOfSector(actor, clientId, [uri]))) {
    return refused("sector_mismatch", { fields: { uri: "sector_mismatch" } });
  }
  const outcome = await updateRedirectUri(clientId, id, uri);
  if (outcome !== "updated") return refused(outcome === "duplicate" ? "uri_duplicate" : "uri_missing");
  await noteHosts(actor, clientId, [uri]);
  await record(actor, clientId, "client.redirect_uri_changed", { kind, from: current.uri, to: uri });
  return done(null);
}

/** Takes an address off the list; it is refused from now on. */
export async function removeUri(actor: Actor, clientId: string, id: string): Promise<Result<null>> {
  if (!(await findManagedClient(actor, clientId))) return refused("not_found");
  if (!(await removeRedirectUri(clientId, id))) return refused("uri_missing");
  await noteHosts(actor, clientId, []);
  await record(actor, clientId, "client.redirect_uri_removed", { redirectUriId: id });
  return done(null);
}

// OIDC Core §8.1: with pairwise subjects, people must not be told apart at two hosts, or recognised at two.
async function isOfSector(actor: Actor, clientId: string, redirectUris: string[]): Promise<boolean> {
  const client = await findManagedClient(actor, clientId);
  if (!client || client.pairwiseSector === null) return true;
  const { sectorIdentifierUri, pairwiseSector } = client;
  try {
    const input = { subjectType: "pairwise", sectorIdentifierUri, redirectUris } as const;
    return (await findSector(input, { fetch: safeFetch })) === pairwiseSector;
  } catch (error) {
    if (error instanceof SectorError) return false;
    throw error;
  }
}

function record(actor: Actor, clientId: string, type: string, data: Record<string, unknown>): Promise<void> {
  return recordEvent({ type, outcome: "ok", clientId, userId: actor.userId, data }, actor.source);
}
