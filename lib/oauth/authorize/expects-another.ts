import type { OAuthContext } from "../context";
import type { AuthorizationRequest, Client } from "../model";
import { subjectFor } from "../tokens/subject";
import { isWantedPerson } from "./hinted-subject";

/**
 * Whether a request expects somebody who is not among `accounts`. Only `id_token_hint`, a requested `sub`, and a
 * `login_hint` that is an email address name a person. The answer is yes or no, so a page can say it without naming
 * anybody.
 * @see OIDC Core §3.1.2.1, §5.5.1
 */
export function expectsAnother(
  { request, client }: { request: AuthorizationRequest; client: Client },
  accounts: readonly { userId: string; email: string }[],
  context: Pick<OAuthContext, "derive">,
): boolean {
  const { loginHint } = request;
  const wanted = accounts.filter(({ userId }) => isWantedPerson(request, subjectFor(client, userId, context)));
  // Any other hint, such as a number or a name, cannot be compared.
  if (loginHint === null || !loginHint.includes("@")) return wanted.length === 0;
  return !wanted.some(({ email }) => email.toLowerCase() === loginHint.trim().toLowerCase());
}
