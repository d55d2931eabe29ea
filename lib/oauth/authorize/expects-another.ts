import type { OAuthContext } from "../context";
import type { AuthorizationRequest, Client } from "../model";
import { subjectFor } from "../subject";
import { isWantedPerson } from "./hinted-subject";

/**
 * Whether a request expects a person who is not among `accounts`: by `id_token_hint` or a requested `sub`, or by a
 * `login_hint` that is a mail address. It answers yes or no, so that a page can say so without saying whom.
 * @see OIDC Core §3.1.2.1, §5.5.1
 */
export function expectsAnother(
  { request, client }: { request: AuthorizationRequest; client: Client },
  accounts: readonly { userId: string; email: string }[],
  context: Pick<OAuthContext, "derive">,
): boolean {
  const { loginHint } = request;
  const wanted = accounts.filter(({ userId }) => isWantedPerson(request, subjectFor(client, userId, context)));
  // Any other hint (a number, a name) is not something to compare with.
  if (loginHint === null || !loginHint.includes("@")) return wanted.length === 0;
  return !wanted.some(({ email }) => email.toLowerCase() === loginHint.trim().toLowerCase());
}
