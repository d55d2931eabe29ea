import { randomBytes } from "node:crypto";
import { dropSetupToken, hasAdministrator } from "../db/people/administrators";
import { saveSetting } from "../db/portal/settings";
import { getEnv } from "../env";
import { hashSecret } from "../oauth/secrets";

/**
 * Makes a link that creates the first administrator, once; null when there is an administrator. Only its hash is
 * stored, so each start makes a new link and the previous one stops working.
 */
export async function createSetupLink(): Promise<string | null> {
  if (await hasAdministrator()) {
    await dropSetupToken();
    return null;
  }
  const token = randomBytes(32).toString("base64url");
  await saveSetting("setup_token_hash", hashSecret(token));
  return `${getEnv().issuer}/setup?token=${token}`;
}
