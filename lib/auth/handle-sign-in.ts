import { arrive } from "./arrive";
import { handlePageForm } from "./page-form-handler";
import { passwordMaxLength } from "./password-rules";
import { signIn } from "./sign-in";

/** `POST /login/submit`. Right: a session, and on to the app or page. Wrong: back to the form, with the address kept. */
export function handleSignIn(request: Request): Promise<Response> {
  // Bound to the browser only: people also sign in again while they are signed in.
  const options = { name: "login", page: "/login", isSessionBound: false };
  return handlePageForm(request, options, async ({ fields, browserToken, destination, sendBack, limit }) => {
    const email = fields.get("username") ?? "";
    const password = fields.get("password") ?? "";
    const values = { username: email };
    if (!email.trim()) return sendBack("no_email", "username", values);
    if (!password) return sendBack("no_password", "password", values);
    if (email.length > 320 || password.length > passwordMaxLength) return sendBack("wrong", undefined, values);
    const result = await signIn({ email, password, browserToken, request });
    switch (result.kind) {
      case "ok":
        return arrive({ user: result.user, amr: ["pwd"], request, browserToken, destination });
      case "limited":
        return limit(result.seconds);
      default:
        return sendBack(result.kind, undefined, values);
    }
  });
}
