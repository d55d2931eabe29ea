import { findEmailLink } from "@/lib/db/people/email-codes";
import { useSignInCode } from "@/lib/db/people/first-proof";
import { isMailAddress, normalizeEmail } from "@/lib/db/people/mail-address";
import { findUser } from "@/lib/db/people/users";
import { sourceOf } from "@/lib/http/act-source";
import { localeOf } from "@/lib/http/request-words";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { countProof } from "@/lib/metrics/metrics";
import { hashSecret } from "@/lib/oauth/secrets";
import { acceptProof } from "./accept-proof";
import { mailedSignInConfirmForm, mailedSignInForm } from "./auth-forms";
import { pathFor } from "./destination";
import { checkEmailCode } from "./email-code";
import { mailedCodeFactor } from "./factors/mailed-code";
import { recordFirstProof, tellFirstProof } from "./first-proof";
import { formRoute } from "./form-route";
import { clearPendingCode, findPendingCode, startMailedCode } from "./mailed-code";

/** `POST /login/mail/submit`: always on to the page for the code, whether or not the address has an account. */
export const handleMailedSignIn = formRoute(mailedSignInForm, async ({ request, values, destination }) => {
  const email = normalizeEmail(values.username);
  if (!email) return { kind: "refused", problem: "no_email", field: "username" };
  if (!isMailAddress(email)) return { kind: "refused", problem: "bad_email", field: "username" };
  const result = await startMailedCode({ purpose: "sign_in", email, destination }, request);
  if (result.kind === "limited") return result;
  return seeOther(pathFor(mailedSignInConfirmForm.page, destination), [result.setCookie]);
});

/**
 * `POST /login/mail/confirm/submit`: the sign-in, by a link, or by the code that this browser asked for. Wrong passwords of
 * others at this account have no part in it.
 */
export const handleMailedSignInConfirm = formRoute(mailedSignInConfirmForm, async (posted) => {
  const { request, values, browserToken } = posted;
  const now = new Date();
  const pending = await findPendingCode("sign_in", request, now);
  const destination = posted.destination.requestId ? posted.destination : (pending?.destination ?? posted.destination);
  let proof: { codeId: string; userId: string } | null;
  if (values.token) proof = await findEmailLink(hashSecret(values.token), ["sign_in"], now);
  else {
    if (!pending) return seeOther(pathFor(mailedSignInForm.page, destination));
    if (!/^[\d\s-]{8,20}$/.test(values.code)) return { kind: "refused", problem: "bad_code", field: "code" };
    const { codeId } = pending;
    const verdict = await checkEmailCode({ codeId, purpose: "sign_in", code: values.code }, now);
    if (verdict.kind !== "right") {
      countProof(mailedCodeFactor.name, "refused");
      return { kind: "refused", problem: verdict.kind, field: "code" };
    }
    proof = verdict.userId === null ? null : { codeId, userId: verdict.userId };
  }
  const used = proof && (await useSignInCode(proof, now));
  const user = proof && used ? await findUser(proof.userId) : null;
  if (!used || !user)
    return values.token ? { kind: "refused", problem: "over" } : { kind: "refused", problem: "over", field: "code" };
  // The account is closed either way; its person knows of the one, and an administrator decided the other.
  if (user.deleteAt) return { kind: "refused", problem: "leaving" };
  if (user.suspendedAt) return { kind: "refused", problem: "suspended" };
  if (used.firstProof) {
    await recordFirstProof(user, used.firstProof, sourceOf(request));
    await tellFirstProof(user, used.firstProof, localeOf(request));
  }
  return withCookies(await acceptProof({ user, factor: mailedCodeFactor, request, browserToken, destination }), [
    clearPendingCode(),
  ]);
});
