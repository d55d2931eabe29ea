import { verify } from "node:crypto";
import { z } from "zod";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { parseForeignJson } from "../wire/json";

/** Where GitHub publishes the keys by which it signs its reports. */
export const PARTNER_KEYS_URL = "https://api.github.com/meta/public_keys/secret_scanning";

const IDENTIFIER = "github-public-key-identifier";
const SIGNATURE = "github-public-key-signature";

/** Milliseconds after which the keys are asked for again. */
const LIFETIME_MS = 3_600_000;

/** Milliseconds between two requests for keys, whoever names unknown ones. */
const PAUSE_MS = 60_000;

const keysSchema = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(20),
});

export interface PartnerSignaturesOptions {
  fetch: GuardedFetch;
  now: () => Date;
}

/** Checks whether GitHub's secret scanning signed a report. @see GitHub, Secret scanning partner program */
export class PartnerSignatures {
  readonly #options: PartnerSignaturesOptions;
  #keys = new Map<string, string>();
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  constructor(options: PartnerSignaturesOptions) {
    this.#options = options;
  }

  /** Whether the body bears a right signature (ECDSA on P-256 with SHA-256). Keys that cannot be fetched make it wrong. */
  async areRight(headers: Headers, body: Uint8Array): Promise<boolean> {
    const identifier = headers.get(IDENTIFIER);
    const signature = headers.get(SIGNATURE);
    if (identifier === null || signature === null) return false;
    const key = await this.#find(identifier);
    if (key === null) return false;
    try {
      return verify("sha256", body, key, Buffer.from(signature, "base64"));
    } catch {
      // A key or a signature that is none.
      return false;
    }
  }

  async #find(identifier: string): Promise<string | null> {
    const age = this.#options.now().getTime() - this.#askedAt;
    if (age >= LIFETIME_MS || (!this.#keys.has(identifier) && age >= PAUSE_MS)) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null;
      });
      await this.#asking;
    }
    return this.#keys.get(identifier) ?? null;
  }

  /** Keeps the keys from before when new ones cannot be had. */
  async #ask(): Promise<void> {
    this.#askedAt = this.#options.now().getTime();
    try {
      const { status, body } = await this.#options.fetch(PARTNER_KEYS_URL);
      const read = keysSchema.safeParse(status === 200 ? parseForeignJson(body) : null);
      if (read.success) this.#keys = new Map(read.data.public_keys.map((each) => [each.key_identifier, each.key]));
    } catch {
      // The guarded fetch told the operator why, and the report counts as one that nobody signed.
    }
  }
}
