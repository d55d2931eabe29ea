import { acceptProof } from "./accept-proof";
import { signInForm } from "./auth-forms";
import { passwordFactor } from "./factors/password";
import { formRoute } from "./form-route";
import { PASSWORD_MAX_LENGTH } from "./password-rules";
import { signIn } from "./sign-in";
import { begin, findUpstreamFor, problemOf } from "./upstreams/begin";

/**
 * `POST /login/submit`. Right: starts a session and leads on to the app or page. Wrong: back to the form, which keeps
 * the address.
 */
export const handleSignIn = formRoute(signInForm, async ({ request, values, browserToken, destination }) => {
  const { username: email, password } = values;
  if (!email) return { kind: "refused", problem: "no_email", field: "username" };
  if (!password) {
    // Whoever types one is not led away: an administrator has to get in when the upstream is down.
    const upstream = email.length <= 320 ? await findUpstreamFor(email) : null;
    if (upstream === null) return { kind: "refused", problem: "no_password", field: "password" };
    const begun = await begin(upstream, { request, browserToken, destination, linksTo: null, loginHint: email });
    return "cause" in begun ? { kind: "refused", problem: problemOf(begun.cause) } : begun;
  }
  if (email.length > 320 || password.length > PASSWORD_MAX_LENGTH) return { kind: "refused", problem: "wrong" };
  const result = await signIn({ email, password, browserToken, request });
  switch (result.kind) {
    case "ok":
      return acceptProof({ user: result.user, factor: passwordFactor, request, browserToken, destination });
    case "limited":
      return result;
    default:
      return { kind: "refused", problem: result.kind };
  }
});
