import type { OAuthContext } from "./context";
import { answerDocument } from "./document";

const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The public keys of this server. @see RFC 7517 §5 */
export async function handleJwksRequest(request: Request, context: OAuthContext): Promise<Response> {
  const keys = await context.keys.listPublicJwks();
  // Whoever lists the keys leaves these out; should that ever fail, no answer is better than this one.
  const leak = keys.find((key) => PRIVATE_MEMBERS.some((member) => member in key));
  if (leak) throw new Error(`The key ${leak.kid} was listed with private members`);
  return answerDocument(request, { keys });
}
