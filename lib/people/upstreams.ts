import { type Actor, findAdministrator } from "../auth/actor";
import { PRESETS, presetOf } from "../auth/upstreams/presets";
import { getUpstreamClient, redirectUriOf } from "../auth/upstreams/upstream-client";
import { recordEvent } from "../db/audit/events";
import {
  deleteUpstream,
  insertUpstream,
  listUpstreams as listStored,
  reviseUpstream,
  type Upstream,
  type UpstreamPreset,
} from "../db/people/upstreams";
import { toDomain } from "../env";
import { nameSeen } from "../forms/seen";
import { sealUpstreamSecret } from "../keys/upstream-encryption";
import { hasHiddenCharacters } from "../oauth/client/name-characters";
import { done, type Result, refused, type UpstreamProblem } from "./result";

/** What can be changed of an upstream. What it is stays: people's accounts are linked to it. */
export interface UpstreamInput {
  /** what people read on its button */
  name: string;
  clientId: string;
  /** null: the one that is stored */
  secret: string | null;
  scopes: readonly string[];
  /** of mail addresses, as they are typed */
  domains: readonly string[];
  allowsSignUp: boolean;
  isOn: boolean;
}

/** A new upstream, as whoever adds it describes it. */
export interface NewUpstream extends UpstreamInput {
  upstreamId: string;
  preset: UpstreamPreset;
  /** null or empty: the preset's own */
  issuer: string | null;
  secret: string;
}

/** An upstream as administrators see it: without its secret. */
export interface ManagedUpstream extends Omit<Upstream, "secretJwe"> {
  /** to be registered there */
  redirectUri: string;
}

const MOST_SCOPES = 20;
const MOST_DOMAINS = 50;

/** @see RFC 6749 §3.3 (scope-token) */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

function toManaged({ secretJwe: _, ...upstream }: Upstream): ManagedUpstream {
  return { ...upstream, redirectUri: redirectUriOf(upstream) };
}

/** All upstreams, the oldest first; null for those who may not see them. */
export async function listUpstreams(actor: Actor): Promise<ManagedUpstream[] | null> {
  return (await findAdministrator(actor)) && (await listStored()).map(toManaged);
}

/** Names what a page shows of an upstream that can be changed. */
export function nameSeenUpstream(upstream: Omit<Upstream, "secretJwe">): string {
  const { name, clientId, scopes, domains, allowsSignUp, isOn } = upstream;
  return nameSeen([name, clientId, scopes, domains, allowsSignUp, isOn]);
}

/** Adds an upstream. An OpenID provider has to answer at its issuer. */
export async function addUpstream(
  actor: Actor,
  input: NewUpstream,
  now: Date,
): Promise<Result<ManagedUpstream, UpstreamProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const upstreamId = input.upstreamId.trim();
  const { preset } = input;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(upstreamId)) return refused("idInvalid");
  const issuer = readIssuer(preset, input.issuer?.trim() || null);
  if (!issuer.ok) return issuer;
  const read = await readInput(preset, input, null);
  if (!read.ok) return read;
  const upstream: Upstream = { upstreamId, preset, issuer: issuer.value, ...read.value, createdAt: now };
  if (!(await getUpstreamClient().canDiscover(upstream))) return refused("unreachable");
  const stored = await insertUpstream(upstream);
  if (stored !== "done") return refused(stored);
  const data = { by: known.userId, upstreamId, preset };
  await recordEvent({ type: "upstream.added", outcome: "ok", data }, known.source);
  return done(toManaged(upstream));
}

/**
 * Changes an upstream. What is left out stays.
 * @param seen what the form showed, by {@link nameSeenUpstream}: if it is not so any more, nothing is changed
 */
export async function changeUpstream(
  actor: Actor,
  upstreamId: string,
  input: { [Key in keyof UpstreamInput]?: UpstreamInput[Key] | undefined },
  seen: string | null = null,
): Promise<Result<ManagedUpstream, UpstreamProblem>> {
  const known = await findAdministrator(actor);
  if (!known) return refused("missing");
  const found = (await listStored()).find((each) => each.upstreamId === upstreamId);
  if (!found) return refused("missing");
  if (seen !== null && seen !== nameSeenUpstream(found)) return refused("overtaken");
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const read = await readInput(found.preset, { ...found, secret: null, ...said }, found.secretJwe);
  if (!read.ok) return read;
  const decide = (before: Upstream) => {
    if (nameSeenUpstream(before) !== nameSeenUpstream(found)) return "overtaken";
    // Somebody may have given a new one since it was read.
    return said.secret ? read.value : { ...read.value, secretJwe: before.secretJwe };
  };
  const changed = await reviseUpstream<UpstreamProblem>(upstreamId, decide);
  if (typeof changed === "string") return refused(changed);
  const { isOn, allowsSignUp, domains } = changed;
  const data = { by: known.userId, upstreamId, isOn, allowsSignUp, domains };
  await recordEvent({ type: "upstream.changed", outcome: "ok", data }, known.source);
  return done(toManaged(changed));
}

/** Removes an upstream with all links to it. The accounts of the people stay. */
export async function removeUpstream(
  actor: Actor,
  upstreamId: string,
): Promise<Result<{ name: string; links: number }, UpstreamProblem>> {
  const known = await findAdministrator(actor);
  const removed = known && (await deleteUpstream(upstreamId));
  if (!known || !removed) return refused("missing");
  const data = { by: known.userId, upstreamId, links: removed.links };
  await recordEvent({ type: "upstream.removed", outcome: "ok", data }, known.source);
  return done(removed);
}

/** @see OpenID Connect Discovery 1.0 §3 (issuer) */
function readIssuer(preset: UpstreamPreset, issuer: string | null): Result<string | null, UpstreamProblem> {
  if (issuer === null) return PRESETS[preset].issuer === null ? refused("issuerMissing") : done(null);
  if (preset !== "openid" && preset !== "microsoft") return refused("issuerUnwanted");
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  const isRight = url?.protocol === "https:" && url.username === "" && !/[?#\s]/.test(issuer) && issuer.length <= 500;
  return isRight ? done(issuer) : refused("issuerInvalid");
}

async function readInput(
  preset: UpstreamPreset,
  { name: named, clientId: id, secret, scopes: asked, domains: typed, allowsSignUp, isOn }: UpstreamInput,
  storedJwe: string | null,
): Promise<Result<Omit<Upstream, "upstreamId" | "preset" | "issuer" | "createdAt">, UpstreamProblem>> {
  const [name, clientId] = [named.trim(), id.trim()];
  if (!isLine(name, 60)) return refused("nameInvalid");
  if (!isLine(clientId, 255)) return refused("clientIdInvalid");
  const isKept = !secret && storedJwe !== null;
  if (!isKept && !isLine(secret ?? "", 1_000)) return refused("secretInvalid");
  const scopes = [...new Set(asked)];
  const needsOpenId = scopes.length > 0 && presetOf({ preset }).kind === "openid";
  const areScopes = scopes.length <= MOST_SCOPES && scopes.every((scope) => SCOPE.test(scope));
  if (!areScopes || (needsOpenId && !scopes.includes("openid"))) return refused("scopesInvalid");
  const read = typed.map(toDomain);
  const domains = [...new Set(read.filter((domain) => domain !== null))];
  if (read.includes(null) || domains.length > MOST_DOMAINS) return refused("domainsInvalid");
  const secretJwe = isKept ? storedJwe : await sealUpstreamSecret(secret ?? "");
  return done({ name, clientId, secretJwe, scopes, domains, allowsSignUp, isOn });
}

function isLine(text: string, limit: number): boolean {
  return text !== "" && [...text].length <= limit && !hasHiddenCharacters(text) && !/\p{Cc}/u.test(text);
}
