import type { OAuthContext } from "./context";
import type { Feature } from "./feature";
import { answerDocument } from "./wire/document";

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The public keys of this server. @see RFC 7517 §5 */
export async function handleJwksRequest(request: Request, context: OAuthContext): Promise<Response> {
  const keys = await context.keys.listPublicJwks();
  // The key store never lists private members. If that ever fails, answering nothing is better than publishing them.
  const leak = keys.find((key) => PRIVATE_MEMBERS.some((member) => member in key));
  if (leak) throw new Error(`The key ${leak.kid} was listed with private members`);
  return answerDocument(request, { keys });
}

export const jwks = {
  endpoints: [
    {
      name: "jwks",
      path: "/oauth/jwks",
      metadataMember: "jwks_uri",
      methods: ["GET"],
      isCrossOrigin: true,
      errors: "json",
      isDocument: true,
      handle: handleJwksRequest,
    },
  ],
} as const satisfies Feature;
