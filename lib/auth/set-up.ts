import { createHash } from "node:crypto";
import { type ActSource, recordEvent } from "@/lib/db/audit-events";
import { findSetting } from "@/lib/db/settings";
import { createFirstAdministrator, type User } from "@/lib/db/users";
import { hashPassword } from "./password";

const settingName = "setup_token_hash";

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Whether the set-up link still works. Looking at it uses nothing up. */
export async function isSetUpTokenValid(token: string): Promise<boolean> {
  // A stored hash is compared with a hash: what time tells is of no use to a guesser.
  return token !== "" && (await findSetting(settingName)) === hashToken(token);
}

/** Makes the first administrator and uses the link up, both or nothing. */
export async function setUp(
  { token, email, name, password }: { token: string; email: string; name: string | null; password: string },
  source: ActSource,
  now = new Date(),
): Promise<User | "taken" | "exists"> {
  if (!(await isSetUpTokenValid(token))) return "taken";
  const passwordHash = await hashPassword(password, { isKnown: true, network: null });
  const result = await createFirstAdministrator(
    { name: settingName, value: hashToken(token) },
    { email, name, passwordHash, isAdmin: true, emailVerifiedAt: now, claims: {} },
    now,
  );
  if (typeof result === "object") {
    const data = { isAdmin: true, by: "set-up link" };
    await recordEvent({ type: "user.created", outcome: "ok", userId: result.userId, data }, source);
  }
  return result;
}
