import { z } from "zod";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { describeFault, parseForeignJson } from "../wire/json";
import { isHttpsAddress } from "./https-address";

/** The most redirect URIs that a sector's list may hold. */
const MAX_URIS = 1000;

const listSchema = z.array(z.string()).max(MAX_URIS);

/** The sector of a client cannot be determined. The message is safe to show and says what to change. */
export class SectorError extends Error {
  override name = "SectorError";
}

/** The parts of a registration that decide the client's sector. */
export interface SectorInput {
  subjectType: "public" | "pairwise";
  sectorIdentifierUri: string | null;
  redirectUris: string[];
}

/**
 * The sector of a client that registers: a host, for `Client.pairwiseSector`; null for public subjects. A
 * `sector_identifier_uri` is always fetched and must list every redirect URI, even for public subjects.
 * @throws {SectorError}
 * @see OIDC Core §8.1, OpenID Connect Dynamic Client Registration §5
 */
export async function findSector(
  { subjectType, sectorIdentifierUri, redirectUris }: SectorInput,
  context: { fetch: GuardedFetch },
): Promise<string | null> {
  if (sectorIdentifierUri !== null) {
    const host = await checkSectorIdentifierUri(sectorIdentifierUri, redirectUris, context);
    return subjectType === "pairwise" ? host : null;
  }
  if (subjectType === "public") return null;
  const hosts = new Set(redirectUris.map(hostOf));
  const [only, ...others] = hosts;
  // OIDC Core §8.1: with several hosts the client MUST register a sector_identifier_uri.
  if (only === undefined || only === "" || others.length > 0) {
    throw new SectorError(
      "A client with pairwise subjects needs redirect URIs on one host, or a sector_identifier_uri",
    );
  }
  return only;
}

async function checkSectorIdentifierUri(
  uri: string,
  redirectUris: string[],
  context: { fetch: GuardedFetch },
): Promise<string> {
  // OpenID Connect Dynamic Client Registration §5: it MUST be https, and its list MUST include every redirect URI.
  if (!isHttpsAddress(uri)) {
    throw new SectorError("sector_identifier_uri must be an https address without credentials");
  }
  const listed = await readList(uri, context);
  const missing = redirectUris.find((each) => !listed.includes(each));
  if (missing !== undefined) throw new SectorError(`sector_identifier_uri does not list ${missing}`);
  return hostOf(uri);
}

async function readList(uri: string, context: { fetch: GuardedFetch }): Promise<string[]> {
  let json: unknown;
  try {
    const { status, body } = await context.fetch(uri, { headers: { accept: "application/json" } });
    if (status !== 200) throw new Error(`it answered ${status}`);
    json = parseForeignJson(body);
  } catch (cause) {
    const reason = describeFault(cause);
    throw new SectorError(`sector_identifier_uri could not be read: ${reason}`, { cause });
  }
  const parsed = listSchema.safeParse(json);
  if (!parsed.success) throw new SectorError("sector_identifier_uri must return a JSON array of redirect URIs");
  return parsed.data;
}

// OIDC Core §8.1: the host component, without the port.
function hostOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).hostname : "";
}
