import { memberOf, REGISTERED_MEMBERS } from "../client/member-lists";
import type { ClientMembers, RegisteredMember } from "../client/members";
import { isNativeAddress } from "../client/redirect-uri";
import { findSector, SectorError } from "../client/sector";
import type { ClientKind, Scope } from "../model";
import { PERSON_SCOPES } from "../tokens/scopes";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { chooseTypes, readTypes } from "./choose-types";
import { describeProblem, type MetadataProblem, problem } from "./problems";
import { findProblems, type RuleContext } from "./rules";
import { type ClientSettings, withConsequences } from "./settings";
import { readWireMetadata, type WireMetadata } from "./wire-metadata";

/** Who registers, and what this server offers them. */
export interface MetadataContext extends RuleContext {
  fetch: GuardedFetch;
  /** the scopes that this client may have */
  scopes: readonly Scope[];
  /**
   * "refuse": a scope that the client may not have is a problem; "leave out": the client gets the other scopes (RFC
   * 7591 §2)
   */
  otherScopes: "refuse" | "leave out";
  /** the same for grant and response types that this server does not have */
  otherTypes: "refuse" | "leave out";
  /** grant types of a client that names none */
  defaultGrantTypes: readonly string[];
  grantTypes: readonly string[];
  responseTypes: readonly string[];
}

export type MetadataReading = { ok: true; settings: ClientSettings } | { ok: false; problems: MetadataProblem[] };

/**
 * Reads a client's metadata as it came over the wire: checks the shape of every member, fills in defaults, and applies
 * the rules for the whole. It fetches `sector_identifier_uri` last, when nothing else is wrong.
 * @see RFC 7591 §2, OpenID Connect Dynamic Client Registration §2
 */
export async function readMetadata(
  json: Readonly<Record<string, unknown>>,
  context: MetadataContext,
): Promise<MetadataReading> {
  const reading = readWireMetadata(json);
  if (!reading.ok) return reading;
  const { metadata } = reading;
  const settings = toSettings(metadata, context);
  const problems = [...checkNames(metadata, settings, context), ...findProblems(settings, context)];
  if (problems.length > 0) return { ok: false, problems };
  try {
    const { subject_type: subjectType = "public" } = metadata;
    const { sectorIdentifierUri, redirectUris } = settings;
    settings.pairwiseSector = await findSector({ subjectType, sectorIdentifierUri, redirectUris }, context);
    return { ok: true, settings };
  } catch (error) {
    if (!(error instanceof SectorError)) throw error;
    const { message: sentence } = error;
    return { ok: false, problems: [{ member: "sector_identifier_uri", key: null, sentence }] };
  }
}

/** The first problem as a sentence without a full stop. */
export function describeReading(reading: MetadataReading): string {
  const [first] = reading.ok ? [] : reading.problems;
  return first ? describeProblem(first) : "the metadata is not understood";
}

function toSettings(metadata: WireMetadata, context: MetadataContext): ClientSettings {
  const types = context.otherTypes === "refuse" ? readTypes : chooseTypes;
  const asked = {
    grantTypes: metadata.grant_types,
    responseTypes: metadata.response_types,
    isPublic: metadata.token_endpoint_auth_method === "none",
  };
  const { grantTypes, responseTypes } = types(asked, context);
  const kind = kindOf(metadata, grantTypes);
  const scopes = chooseScopes(metadata, grantTypes, context);
  return withConsequences({
    ...readMembers(metadata),
    kind,
    grantTypes,
    responseTypes,
    redirectUris: unique(metadata.redirect_uris ?? []),
    postLogoutRedirectUris: unique(metadata.post_logout_redirect_uris ?? []),
    scopes,
    pairwiseSector: null,
    metadata: keepOthers(metadata),
  });
}

/** The members of the table, with defaults for those that were left out. */
function readMembers(metadata: WireMetadata): Pick<ClientMembers, RegisteredMember> {
  const said: Readonly<Record<string, unknown>> = metadata;
  const values = REGISTERED_MEMBERS.map((key) => [key, said[memberOf(key).wire] ?? memberOf(key).default]);
  return Object.fromEntries(values) as Pick<ClientMembers, RegisteredMember>;
}

function keepOthers({ software_id, software_version, localized }: WireMetadata): Record<string, unknown> {
  return {
    ...(software_id !== undefined && { software_id }),
    ...(software_version !== undefined && { software_version }),
    ...localized,
  };
}

/**
 * The kind of program, for which no RFC has a member. `application_type` defaults to web, and most command-line tools
 * leave it out, but their addresses show what they are.
 */
function kindOf(metadata: WireMetadata, grantTypes: string[]): ClientKind {
  const isPublic = metadata.token_endpoint_auth_method === "none";
  const isOnDevice = isPublic && metadata.redirect_uris?.some(isNativeAddress) === true;
  if (metadata.application_type === "native" || isOnDevice) return "native";
  if (grantTypes.length > 0 && grantTypes.every((type) => type === "client_credentials")) return "service";
  return isPublic ? "spa" : "web";
}

function chooseScopes(
  metadata: WireMetadata,
  grantTypes: string[],
  { scopes, otherScopes }: MetadataContext,
): string[] {
  const known = scopes.map((scope) => scope.name);
  if (metadata.scope === undefined) {
    const signsIn = grantTypes.some((type) => ["authorization_code", "implicit"].includes(type));
    // Who is in which group is for apps that say that they need it.
    return signsIn ? PERSON_SCOPES.filter((name) => name !== "groups" && known.includes(name)) : [];
  }
  const named = unique(metadata.scope.split(" ").filter((name) => name !== ""));
  return otherScopes === "refuse" ? named : named.filter((name) => known.includes(name));
}

/** Everything that the metadata names must be something that this server has. */
function checkNames(metadata: WireMetadata, settings: ClientSettings, context: MetadataContext): MetadataProblem[] {
  const { scopes, grantTypes, responseTypes, redirectUris } = settings;
  const known = context.scopes.map((scope) => scope.name);
  const problems: MetadataProblem[] = [];
  if (grantTypes.some((type) => !context.grantTypes.includes(type)))
    problems.push(problem("grant_types", "unsupported"));
  if (responseTypes.some((type) => !context.responseTypes.includes(type))) {
    problems.push(problem("response_types", "unsupported"));
  }
  const isUnknown = scopes.some((name) => !known.includes(name));
  if (isUnknown || (metadata.scope !== undefined && scopes.length === 0)) {
    problems.push(problem("scope", "unknown_scope"));
  }
  // RFC 7591 §2: clients of flows with redirection MUST register their redirection URIs.
  const needsAddress = responseTypes.length > 0 || grantTypes.includes("authorization_code");
  if (needsAddress && redirectUris.length === 0) problems.push(problem("redirect_uris", "redirect_uris_missing"));
  return problems;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
