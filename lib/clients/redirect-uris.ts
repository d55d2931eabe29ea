import type { Actor } from "../auth/actor";
import { decodeHost } from "../auth/readable-host";
import { isPublicSuffix } from "../auth/registrable-domain";
import { type Act, recordEvent } from "../db/audit/events";
import type { ClientDetails } from "../db/clients/clients";
import {
  addRedirectUris,
  listRedirectUris,
  type RedirectUriKind,
  type RedirectUriRow,
  removeRedirectUri,
  updateRedirectUri,
} from "../db/clients/redirect-uris";
import { getEnv } from "../env";
import { nameSeenValue } from "../forms/seen";
import { safeFetch } from "../http/safe-fetch";
import { checkRedirectUri, REDIRECT_URI_MAX_COUNT, type RedirectUriContext } from "../oauth/client/redirect-uri";
import { findSector, SectorError } from "../oauth/client/sector";
import { usesRedirectUris } from "./client-kinds";
import type { ManagedClient, SeenClient } from "./managed-client";
import { done, type RefusedUri, type Result, refused } from "./result";
import { notingHosts, tellOfWaiting } from "./store-changes";

/** An address on the list, with notes about its host. */
export interface ListedUri extends RedirectUriRow {
  /** in readable letters; null if it is already */
  readableHost: string | null;
  /** the host is a public suffix, which nobody owns */
  isPublicSuffix: boolean;
}

export interface RedirectUriList {
  uris: ListedUri[];
  context: RedirectUriContext;
}

/** A client's list of addresses, and what the validator needs to check another one. */
export async function findRedirectUriList(
  { client, clientId }: SeenClient,
  kind: RedirectUriKind,
): Promise<RedirectUriList> {
  const uris = (await listRedirectUris(clientId, kind)).map((row) => ({ ...row, ...describeHost(row.uri) }));
  return {
    uris,
    context: toContext(
      client,
      uris.map((row) => row.uri),
    ),
  };
}

function toContext({ kind, status, tokenEndpointAuthMethod }: ClientDetails, registered: string[]): RedirectUriContext {
  const isConfidential = tokenEndpointAuthMethod !== "none";
  return { kind, isConfidential, status, issuer: getEnv().issuer, registered };
}

/**
 * Adds addresses, all or none, and skips those that are already on the list. Answers the ids of the new ones. They work
 * at once.
 */
export async function addUris(
  managed: ManagedClient,
  kind: RedirectUriKind,
  input: string[],
): Promise<Result<string[]>> {
  const { actor, client, clientId } = managed;
  const context = toContext(client, kind === "redirect" ? client.redirectUris : client.postLogoutRedirectUris);
  if (!usesRedirectUris(client.kind)) return refused("service_has_no_redirect_uris");
  const uris = [...new Set(input.map((uri) => uri.trim()).filter((uri) => uri !== ""))];
  const checks: RefusedUri[] = (uris.length > 0 ? uris : [""]).map((uri) => ({
    uri,
    ...checkRedirectUri(uri, context),
  }));
  const bad = checks.filter((check) => check.verdict === "error");
  if (bad.length > 0) return refused("check_uris", { fields: { uri: "check_uris" }, refusedUris: bad });
  if (kind === "redirect" && !(await isOfSector(managed, uris))) {
    return refused("sector_mismatch", { fields: { uri: "sector_mismatch" } });
  }
  const added = { kind, uris, limit: REDIRECT_URI_MAX_COUNT };
  const stored = await addRedirectUris(clientId, added, notingHosts(managed, uris));
  if (!stored) return refused("too_many_uris", { fields: { uri: "too_many_uris" } });
  if (stored.ids.length > 0) {
    await tellOfWaiting(stored.answer);
    await record(actor, { type: "client.redirect_uri_added", outcome: "ok", clientId, data: { kind, uris } });
  }
  return done(stored.ids);
}

/**
 * Replaces one address by another.
 * @param seen the address that the form showed, by `nameSeenValue`: if it is another one, nothing is changed
 */
export async function changeUri(
  managed: ManagedClient,
  kind: RedirectUriKind,
  id: string,
  input: string,
  seen: string | null = null,
): Promise<Result<null>> {
  const { actor, clientId } = managed;
  const list = await findRedirectUriList(managed, kind);
  const current = list.uris.find((row) => row.id === id);
  if (!current) return refused("uri_missing");
  const uri = input.trim();
  if (uri === current.uri) return done(null);
  if (seen !== null && seen !== nameSeenValue(current.uri)) return refused("overtaken");
  const others = list.context.registered.filter((each) => each !== current.uri);
  const check = checkRedirectUri(uri, { ...list.context, registered: others });
  if (check.message === "duplicate") return refused("uri_duplicate", { fields: { uri: "uri_duplicate" } });
  if (check.verdict === "error") {
    return refused("check_uris", { fields: { uri: "check_uris" }, refusedUris: [{ uri, ...check }] });
  }
  if (kind === "redirect" && !(await isOfSector(managed, [uri]))) {
    return refused("sector_mismatch", { fields: { uri: "sector_mismatch" } });
  }
  const changed = { id, uri, from: seen === null ? null : current.uri };
  const stored = await updateRedirectUri(clientId, changed, notingHosts(managed, [uri]));
  // By another press of the same button, a moment ago.
  if (stored === "done") return done(null);
  if (stored === "overtaken") return refused("overtaken");
  if (typeof stored === "string") return refused(stored === "duplicate" ? "uri_duplicate" : "uri_missing");
  await tellOfWaiting(stored.answer);
  await record(actor, {
    type: "client.redirect_uri_changed",
    outcome: "ok",
    clientId,
    data: { kind, from: current.uri, to: uri },
  });
  return done(null);
}

/** Removes an address from the list. Requests with it are refused from now on. */
export async function removeUri(managed: ManagedClient, id: string): Promise<Result<null>> {
  const { actor, clientId } = managed;
  const removed = await removeRedirectUri(clientId, id, notingHosts(managed, []));
  if (!removed) return refused("uri_missing");
  await tellOfWaiting(removed.answer);
  await record(actor, { type: "client.redirect_uri_removed", outcome: "ok", clientId, data: { redirectUriId: id } });
  return done(null);
}

function describeHost(uri: string): Pick<ListedUri, "readableHost" | "isPublicSuffix"> {
  const { protocol, hostname } = new URL(uri);
  if (protocol !== "https:") return { readableHost: null, isPublicSuffix: false };
  const readable = decodeHost(hostname);
  return { readableHost: readable === hostname ? null : readable, isPublicSuffix: isPublicSuffix(hostname) };
}

// OIDC Core §8.1: with pairwise subjects, a change of host must not change the sector.
async function isOfSector({ client }: ManagedClient, redirectUris: string[]): Promise<boolean> {
  const { sectorIdentifierUri, pairwiseSector } = client;
  if (pairwiseSector === null) return true;
  try {
    const input = { subjectType: "pairwise", sectorIdentifierUri, redirectUris } as const;
    return (await findSector(input, { fetch: safeFetch })) === pairwiseSector;
  } catch (error) {
    if (error instanceof SectorError) return false;
    throw error;
  }
}

function record({ userId, source }: Actor, event: Act): Promise<void> {
  return recordEvent({ ...event, userId }, source);
}
