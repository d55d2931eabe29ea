import type { JWK } from "jose";
import { BoundedMap } from "../../bounded-map";
import type { ClientKeyFinder } from "../context";
import type { Client, ClientSigningAlg } from "../model";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { describeFault, parseForeignJson } from "../wire/json";
import { type ClientJwks, clientJwksSchema } from "./jwks-schema";

/**
 * How long published keys are cached, in seconds. A `kid` that is not among them makes the server read them again at
 * once.
 */
export const KEYS_MAX_AGE = 600;

/** An address is read at most this often within {@link FETCH_WINDOW} seconds, whatever requests come. */
export const FETCH_LIMIT = 4;
export const FETCH_WINDOW = 60;

/** The most addresses whose keys are remembered. */
const MAX_ADDRESSES = 1000;

/** The most keys that are tried for one signature. More than one fits only when they carry no `kid`. */
const MAX_CANDIDATES = 4;

const KEY_OF_ALG: Record<ClientSigningAlg, { kty: string; crv?: string }> = {
  RS256: { kty: "RSA" },
  PS256: { kty: "RSA" },
  ES256: { kty: "EC", crv: "P-256" },
  EdDSA: { kty: "OKP", crv: "Ed25519" },
  Ed25519: { kty: "OKP", crv: "Ed25519" },
};

/** A client's keys cannot be read. The message is safe to show to the client's developers. */
export class ClientKeysError extends Error {
  override name = "ClientKeysError";
}

interface Published {
  jwks: ClientJwks | null;
  /** when `jwks` was read, in milliseconds */
  readAt: number;
  /** the latest reads, in milliseconds */
  attempts: number[];
  pending: Promise<ClientJwks> | null;
}

/**
 * Finds the keys that a client signs with. Keys from `jwks_uri` are cached for a while. An unknown `kid` makes this
 * read them again, within the limit, so that a client can rotate its keys at once.
 * @see OIDC Core §10.1.1
 */
export class ClientKeySets implements ClientKeyFinder {
  readonly #published = new BoundedMap<string, Published>(MAX_ADDRESSES);
  readonly #fetch: GuardedFetch;
  readonly #now: () => Date;

  constructor({ fetch, now }: { fetch: GuardedFetch; now: () => Date }) {
    this.#fetch = fetch;
    this.#now = now;
  }

  /**
   * The public keys that may have made a signature, without members that checking does not need. Empty when none fits.
   * @throws {ClientKeysError} when the client has no keys or they cannot be read
   */
  async find(
    client: Pick<Client, "jwks" | "jwksUri">,
    wanted: { alg: ClientSigningAlg; kid: string | undefined },
  ): Promise<JWK[]> {
    if (client.jwks !== null) return select(client.jwks, wanted);
    if (client.jwksUri === null) throw new ClientKeysError("the client has registered no keys");
    const known = await this.#read(client.jwksUri, false);
    const found = select(known, wanted);
    if (found.length > 0 || this.#isSpent(client.jwksUri)) return found;
    return select(await this.#read(client.jwksUri, true), wanted);
  }

  async #read(uri: string, isAnew: boolean): Promise<ClientJwks> {
    const now = this.#now().getTime();
    const entry = this.#entry(uri);
    if (entry.pending) return await entry.pending;
    // A clock that ran ahead may have noted times that are still to come: they are ignored.
    const age = now - entry.readAt;
    if (!isAnew && entry.jwks && age >= 0 && age < KEYS_MAX_AGE * 1000) return entry.jwks;
    if (this.#isSpent(uri))
      throw new ClientKeysError("jwks_uri could not be read several times in a row: try again in a minute");
    entry.attempts = [...entry.attempts, now].slice(-FETCH_LIMIT);
    entry.pending = fetchJwks(uri, this.#fetch);
    try {
      entry.jwks = await entry.pending;
      entry.readAt = now;
      return entry.jwks;
    } finally {
      entry.pending = null;
    }
  }

  #isSpent(uri: string): boolean {
    const now = this.#now().getTime();
    const isRecent = (attempt: number) => attempt > now - FETCH_WINDOW * 1000 && attempt <= now;
    return this.#entry(uri).attempts.filter(isRecent).length >= FETCH_LIMIT;
  }

  #entry(uri: string): Published {
    const known = this.#published.get(uri);
    if (known) return known;
    const entry: Published = { jwks: null, readAt: 0, attempts: [], pending: null };
    this.#published.set(uri, entry);
    return entry;
  }
}

async function fetchJwks(uri: string, fetch: GuardedFetch): Promise<ClientJwks> {
  let json: unknown;
  try {
    const { status, body } = await fetch(uri, { headers: { accept: "application/jwk-set+json, application/json" } });
    if (status !== 200) throw new Error(`it answered ${status}`);
    json = parseForeignJson(body);
  } catch (cause) {
    const reason = describeFault(cause);
    throw new ClientKeysError(`jwks_uri could not be read: ${reason}`, { cause });
  }
  const parsed = clientJwksSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ClientKeysError(`jwks_uri is not usable: ${parsed.error.issues[0]?.message ?? "not a JWK Set"}`);
}

function select({ keys }: ClientJwks, { alg, kid }: { alg: ClientSigningAlg; kid: string | undefined }): JWK[] {
  const { kty, crv } = KEY_OF_ALG[alg];
  return keys
    .filter((key) => key.kty === kty && (crv === undefined || key.crv === crv))
    .filter((key) => key.alg === undefined || isSameAlg(key.alg, alg))
    .filter((key) => key.use === undefined || key.use === "sig")
    .filter((key) => !Array.isArray(key.key_ops) || key.key_ops.includes("verify"))
    .filter((key) => kid === undefined || key.kid === kid)
    .slice(0, MAX_CANDIDATES)
    .map(({ kty, crv, x, y, n, e }) => ({ kty, crv, x, y, n, e }) as JWK);
}

/**
 * Whether two names mean the same algorithm. This server supports EdDSA with one curve only, so it means the same as
 * Ed25519, and a client that registered one may use a library that writes the other.
 * @see RFC 9864 §2.2, RFC 8037 §3.1
 */
export function isSameAlg(one: unknown, other: unknown): boolean {
  const nameOf = (alg: unknown) => (alg === "EdDSA" ? "Ed25519" : alg);
  return nameOf(one) === nameOf(other);
}
