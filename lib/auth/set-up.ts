import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import { createFirstAdministrator, type User } from "@/lib/db/people/users";
import { findSetting } from "@/lib/db/portal/settings";
import { hashSecret } from "@/lib/oauth/secrets";
import { hashNewPassword } from "./password";
import type { AcceptedPassword } from "./password-rules";

const SETTING_NAME = "setup_token_hash";

/** Whether the set-up link still works. Does not use it up. */
export async function isSetUpTokenValid(token: string): Promise<boolean> {
  // Two hashes are compared, so the time that it takes does not help a guesser.
  return token !== "" && (await findSetting(SETTING_NAME)) === hashSecret(token);
}

/** Creates the first administrator and uses the link up, in one transaction. */
export async function setUp(
  { token, email, name, password }: { token: string; email: string; name: string | null; password: AcceptedPassword },
  source: ActSource,
  now = new Date(),
): Promise<User | "taken" | "exists"> {
  if (!(await isSetUpTokenValid(token))) return "taken";
  const passwordHash = await hashNewPassword(password, { isKnown: true, network: null });
  const result = await createFirstAdministrator(
    { name: SETTING_NAME, value: hashSecret(token) },
    { email, name, passwordHash, isAdmin: true, emailVerifiedAt: now, claims: {} },
    now,
  );
  if (typeof result === "object") {
    const data = { isAdmin: true, by: "set-up link" } as const;
    await recordEvent({ type: "user.created", outcome: "ok", userId: result.userId, data }, source);
  }
  return result;
}
