import type { ForeignHash } from "../auth/foreign-passwords/read-hash";
import { storeForeignHash } from "../auth/password";
import { PasswordQueueFullError } from "../auth/password-pool";

/** What is stored of a foreign hash. If that takes work, it is done behind people who sign in meanwhile. */
export async function storePatiently(hash: ForeignHash): Promise<string> {
  for (;;) {
    try {
      return await storeForeignHash(hash);
    } catch (error) {
      if (!(error instanceof PasswordQueueFullError)) throw error;
      const { retryAfter } = error;
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
    }
  }
}
