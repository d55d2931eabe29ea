import { z } from "zod";
import { findKeyFault } from "./public-key";

/** Public keys of a client. @see RFC 7517 §5 */
export interface ClientJwks {
  keys: Record<string, unknown>[];
}

/** The most keys that a client may have. */
const MAX_KEYS = 100;

/**
 * Public keys of a client, all of them usable, given by value or read from its address.
 * @see RFC 7517 §5, RFC 7591 §2
 */
export const clientJwksSchema: z.ZodType<ClientJwks> = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }), "jwks must have a list of keys")
    .min(1, "jwks holds no key")
    .max(MAX_KEYS, "jwks holds more than 100 keys")
    .superRefine((keys, issues) => {
      // Too many keys are refused by their count, before any of them is checked.
      const fault = keys.length <= MAX_KEYS && keys.map(findKeyFault).find((each) => each !== null);
      if (fault) issues.addIssue(`a key in it ${fault}`);
    }),
});
