import type { GuardedFetch } from "../context";
import type { ClientKind, Scope } from "../model";
import { isNativeAddress } from "../redirect-uri";
import { PERSON_SCOPES } from "../scopes";
import { findSector, SectorError } from "../sector";
import { chooseTypes, readTypes } from "./choose-types";
import { describeProblem, type MetadataProblem, problem } from "./problems";
import { findProblems, type RuleContext } from "./rules";
import { type ClientSettings, withConsequences } from "./settings";
import { readWireMetadata, type WireMetadata } from "./wire-metadata";

/** Who registers, and what there is to register for. */
export interface MetadataContext extends RuleContext {
  fetch: GuardedFetch;
  /** the scopes that this client may have */
  scopes: readonly Scope[];
  /** "refuse": a scope that is not among them is a problem; "leave out": the client gets the others (RFC 7591 §2) */
  otherScopes: "refuse" | "leave out";
  /** the same for grant and response types that this server does not have */
  otherTypes: "refuse" | "leave out";
  /** grant types of a client that names none */
  defaultGrantTypes: readonly string[];
  grantTypes: readonly string[];
  responseTypes: readonly string[];
}

export type MetadataReading = { ok: true; settings: ClientSettings } | { ok: false; problems: MetadataProblem[] };

/** What a client is called that does not say. */
const UNNAMED = "Unnamed app";

/**
 * Reads a client's metadata as it came over the wire: every member of the right shape, what is left out filled in, all
 * of it in keeping. `sector_identifier_uri` is read last, when nothing else is wrong.
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
  // RFC 7591 §2: what is left out has these values.
  const authMethod = metadata.token_endpoint_auth_method ?? "client_secret_basic";
  const types = context.otherTypes === "refuse" ? readTypes : chooseTypes;
  const asked = {
    grantTypes: metadata.grant_types,
    responseTypes: metadata.response_types,
    isPublic: authMethod === "none",
  };
  const { grantTypes, responseTypes } = types(asked, context);
  const kind = kindOf(metadata, grantTypes);
  const scopes = chooseScopes(metadata, grantTypes, context);
  return withConsequences({
    name: metadata.client_name ?? UNNAMED,
    kind,
    tokenEndpointAuthMethod: authMethod,
    tokenEndpointAuthSigningAlg: metadata.token_endpoint_auth_signing_alg ?? null,
    grantTypes,
    responseTypes,
    redirectUris: unique(metadata.redirect_uris ?? []),
    postLogoutRedirectUris: unique(metadata.post_logout_redirect_uris ?? []),
    scopes,
    // Most libraries of confidential clients send no code challenge by default.
    requirePkce: metadata.require_pkce ?? false,
    requireRegisteredAuthMethod: metadata.require_registered_auth_method ?? false,
    // OIDC Core §5.4: with an access token, claims are at userinfo, unless the client says that it reads no more than this.
    idTokenClaims: metadata.id_token_claims ?? false,
    // OpenID Connect Dynamic Client Registration §2: RS256 unless the client chose another.
    idTokenSignedResponseAlg: metadata.id_token_signed_response_alg ?? "RS256",
    userinfoSignedResponseAlg:
      metadata.userinfo_signed_response_alg === "none" ? null : (metadata.userinfo_signed_response_alg ?? null),
    jwks: metadata.jwks ?? null,
    jwksUri: metadata.jwks_uri ?? null,
    requestObjectSigningAlg: metadata.request_object_signing_alg ?? null,
    requestUris: unique(metadata.request_uris ?? []),
    pairwiseSector: null,
    sectorIdentifierUri: metadata.sector_identifier_uri ?? null,
    initiateLoginUri: metadata.initiate_login_uri ?? null,
    defaultMaxAge: metadata.default_max_age ?? null,
    requireAuthTime: metadata.require_auth_time ?? false,
    defaultAcrValues: metadata.default_acr_values ?? [],
    clientUri: metadata.client_uri ?? null,
    logoUri: metadata.logo_uri ?? null,
    policyUri: metadata.policy_uri ?? null,
    tosUri: metadata.tos_uri ?? null,
    contacts: metadata.contacts ?? [],
    backchannelLogoutUri: metadata.backchannel_logout_uri ?? null,
    backchannelLogoutSessionRequired: metadata.backchannel_logout_session_required ?? false,
    frontchannelLogoutUri: metadata.frontchannel_logout_uri ?? null,
    frontchannelLogoutSessionRequired: metadata.frontchannel_logout_session_required ?? false,
    metadata: keepOthers(metadata),
  });
}

function keepOthers({ software_id, software_version, localized }: WireMetadata): Record<string, unknown> {
  return {
    ...(software_id !== undefined && { software_id }),
    ...(software_version !== undefined && { software_version }),
    ...localized,
  };
}

/**
 * No RFC has a word for it: what the metadata says about the program. `application_type` is web where it is left out, and
 * most command-line tools do so; their addresses tell what they are.
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
    return signsIn ? PERSON_SCOPES.filter((name) => known.includes(name)) : [];
  }
  const named = unique(metadata.scope.split(" ").filter((name) => name !== ""));
  return otherScopes === "refuse" ? named : named.filter((name) => known.includes(name));
}

/** What is named in the metadata must be something that this server has. */
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
