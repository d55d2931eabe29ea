import { inflateSync } from "node:zlib";
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";

/** The most bytes of an unpacked list: a million tokens and more. */
const MAX_BYTES = 2 ** 20;

/** A list as the issuer signed it. */
interface StatusList {
  bits: Uint8Array;
  /** until when it may be used, in milliseconds */
  expiresAt: number;
  /** when to ask again, in milliseconds */
  freshUntil: number;
}

export interface StatusListOptions {
  issuer: string;
  /** the issuer's keys */
  keys: JWTVerifyGetKey;
  /** milliseconds */
  now?: () => number;
}

/**
 * Tells which JWT access tokens of one issuer are revoked, by the Token Status Lists that they name. It asks for a list
 * once in its `ttl`, however many tokens are checked.
 * @see draft-ietf-oauth-status-list
 */
export class StatusListCheck {
  private readonly lists = new Map<string, StatusList>();
  private readonly reads = new Map<string, Promise<StatusList>>();

  constructor(private readonly options: StatusListOptions) {}

  /**
   * Whether a token with this verified payload is revoked. A token without a status never is.
   * @throws when its list cannot be read: such a token must not be accepted
   */
  async isRevoked(payload: JWTPayload): Promise<boolean> {
    if (payload.status === undefined) return false;
    const { idx, uri } = readReference(payload.status);
    const { bits } = await this.getList(uri);
    const byte = bits[idx >> 3];
    if (byte === undefined) throw new Error(`The status list ${uri} has no place ${idx}`);
    // One bit a token: 0 is valid, 1 is revoked. The first token has the lowest bit of the first byte.
    return ((byte >> (idx & 7)) & 1) === 1;
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  private async getList(uri: string): Promise<StatusList> {
    const known = this.lists.get(uri);
    if (known && this.now() < known.freshUntil) return known;
    const reading = this.reads.get(uri) ?? this.read(uri).finally(() => this.reads.delete(uri));
    this.reads.set(uri, reading);
    try {
      return await reading;
    } catch (error) {
      // The issuer may be away for a moment: what it signed counts until it expires.
      if (known && this.now() < known.expiresAt) return known;
      throw error;
    }
  }

  private async read(uri: string): Promise<StatusList> {
    const { issuer, keys } = this.options;
    // Only the issuer says what became of its tokens, and no token may send us anywhere else.
    if (!uri.startsWith(`${issuer}/`)) throw new Error(`The status list is not the issuer's: ${uri}`);
    const response = await fetch(uri, { redirect: "error", headers: { accept: "application/statuslist+jwt" } });
    if (!response.ok) throw new Error(`The status list answered ${response.status}`);
    const receivedAt = this.now();
    const { payload } = await jwtVerify<{ ttl?: number; status_list?: { bits?: number; lst?: string } }>(
      await response.text(),
      keys,
      {
        issuer,
        subject: uri,
        typ: "statuslist+jwt",
        requiredClaims: ["iat", "exp"],
        currentDate: new Date(receivedAt),
      },
    );
    const { exp = 0, ttl = 0, status_list: list } = payload;
    if (list?.bits !== 1 || typeof list.lst !== "string") throw new Error("The status list has another form");
    const bits = inflateSync(Buffer.from(list.lst, "base64url"), { maxOutputLength: MAX_BYTES });
    const read = { bits, expiresAt: exp * 1000, freshUntil: Math.min(receivedAt + ttl * 1000, exp * 1000) };
    for (const [key, { expiresAt }] of this.lists) if (expiresAt <= receivedAt) this.lists.delete(key);
    this.lists.set(uri, read);
    return read;
  }
}

function readReference(status: unknown): { idx: number; uri: string } {
  const { idx, uri } = (status as { status_list?: { idx?: unknown; uri?: unknown } }).status_list ?? {};
  if (typeof idx !== "number" || !Number.isInteger(idx) || idx < 0 || typeof uri !== "string") {
    throw new Error("The token has a status that this API cannot read");
  }
  return { idx, uri };
}
