import { createTokenSource } from "../apps/calendar-service/access-token";
import type { ResourceServerDescription } from "./description";
import type { Told } from "./register-in-console";

/**
 * A service gets a token for the API (RFC 6749 §4.4, RFC 8707 §2) and calls it with and without the token. Answers what
 * happened. @throws with the first answer that is wrong
 */
export async function call(
  description: ResourceServerDescription,
  { service, told }: { service: Told; told: Told },
): Promise<string> {
  const getToken = createTokenSource({
    issuer: told.ISSUER ?? "",
    clientId: service.CLIENT_ID ?? "",
    clientSecret: service.CLIENT_SECRET ?? "",
    scope: description.api.scope,
    resource: told.API_IDENTIFIER ?? "",
  });
  const authorization = `Bearer ${await getToken()}`;
  for (const port of description.asks) {
    const address = `http://${description.host}:${told[port]}/`;
    const without = await fetch(address);
    if (without.status !== 401) throw new Error(`${port} answered ${without.status} without a token`);
    const response = await fetch(address, { headers: { authorization } });
    const text = await response.text();
    if (response.status !== 200 || !text.includes(description.api.scope)) {
      throw new Error(`${port}: ${response.status} ${response.headers.get("www-authenticate") ?? ""} ${text}`);
    }
  }
  return "answers with a token, refuses without";
}
