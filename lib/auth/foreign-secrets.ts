import { replaceSecretHash } from "@/lib/db/clients/secrets";
import { getClientAddress } from "@/lib/http/client-address";
import { tooManyRequests } from "@/lib/oauth/errors";
import type { ClientSecret } from "@/lib/oauth/model";
import { hashSecret } from "@/lib/oauth/secrets";
import { isSlow, readStored, type StoredForeign } from "./foreign-passwords/stored";
import { isForeignRight, waiterAt } from "./password";
import { PasswordQueueFullError } from "./password-pool";

/**
 * The imported secret of a client that was sent, if it is one of these; null: none. From then on the portal has a hash of its
 * own. Checks go through the queue of passwords, because they cost as much.
 * @param sent what the client may have meant
 * @throws {OAuthError} temporarily_unavailable, when the queue is full
 */
export async function findForeignSecret(
  secrets: readonly ClientSecret[],
  sent: readonly string[],
  request: Request,
): Promise<ClientSecret | null> {
  for (const secret of secrets) {
    const stored = readStored(secret.secretHash);
    if (!stored || !isSlow(stored)) continue;
    for (const value of sent) {
      if (!(await isRight(value, stored, request))) continue;
      await replaceSecretHash(secret.id, { proved: secret.secretHash, secretHash: hashSecret(value) });
      return secret;
    }
  }
  return null;
}

async function isRight(value: string, stored: StoredForeign, request: Request): Promise<boolean> {
  try {
    return isSlow(stored) && (await isForeignRight(value, stored, waiterAt(getClientAddress(request), false)));
  } catch (error) {
    if (error instanceof PasswordQueueFullError) throw tooManyRequests(error.retryAfter);
    throw error;
  }
}
