import { createHash, randomBytes } from "node:crypto";
import { dropSetupToken, hasAdministrator } from "../db/administrators";
import { saveSetting } from "../db/settings";
import { getEnv } from "../env";

/**
 * While nobody administers the portal: a link that makes its bearer the administrator, once. Only its hash is kept,
 * so each start makes a new one and the link before it stops working. null when there is an administrator.
 */
export async function createSetupLink(): Promise<string | null> {
  if (await hasAdministrator()) {
    await dropSetupToken();
    return null;
  }
  const token = randomBytes(32).toString("base64url");
  await saveSetting("setup_token_hash", createHash("sha256").update(token).digest("base64url"));
  return `${getEnv().issuer}/setup?token=${token}`;
}
