import { isMailAddress, normalizeEmail } from "@/lib/db/people/mail-address";
import { sourceOf } from "@/lib/http/act-source";
import { localeOf } from "@/lib/http/request-words";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { getPortalName } from "@/lib/settings/portal-settings";
import { acceptProof } from "./accept-proof";
import { findAppName } from "./app-name";
import { resetConfirmForm, resetForm } from "./auth-forms";
import { pathFor } from "./destination";
import { checkEmailCode } from "./email-code";
import { mailedCodeFactor } from "./factors/mailed-code";
import { formRoute } from "./form-route";
import { clearPendingCode, findPendingCode, startMailedCode } from "./mailed-code";
import { findPasskeyOffer } from "./passkey-offer";
import { checkPassword } from "./password-rules";
import { countTry, rateLimitRules } from "./rate-limit";
import { findResetLink } from "./reset-link";
import { type ResetProof, resetByProof } from "./reset-password";
import { isSecondFactorSure } from "./second-factor-rule";

/** `POST /reset/submit`: always on to the page for the code, whether or not the address has an account. */
export const handleReset = formRoute(resetForm, async ({ request, values, destination }) => {
  const email = normalizeEmail(values.email);
  if (!email) return { kind: "refused", problem: "no_email", field: "email" };
  if (!isMailAddress(email)) return { kind: "refused", problem: "bad_email", field: "email" };
  const result = await startMailedCode({ purpose: "reset", email, destination }, request);
  if (result.kind === "limited") return result;
  return seeOther(pathFor(resetConfirmForm.page, destination), [result.setCookie]);
});

/** `POST /reset/confirm/submit`: the new password, by a link, or by the code that this browser asked for. */
export const handleResetConfirm = formRoute(resetConfirmForm, async (posted) => {
  const { request, values, browserToken } = posted;
  const pending = await findPendingCode("reset", request);
  // The link may have been opened where it was asked for: then the app's request goes on here.
  const destination = posted.destination.requestId ? posted.destination : (pending?.destination ?? posted.destination);
  // Without a link or a code, the password is not looked at: the lists of common ones take long.
  const link = values.token ? await findResetLink(values.token) : null;
  // The page of a link says by itself that it is over.
  if (values.token && !link) return { kind: "refused", problem: "over" };
  const proofId = link?.codeId ?? pending?.codeId;
  if (!proofId) return seeOther(pathFor(resetForm.page, destination));
  if (!link && !/^[\d\s-]{8,20}$/.test(values.code)) return { kind: "refused", problem: "bad_code", field: "code" };
  // Nor any number of times: looking for a password in those lists takes long, and it comes before the code.
  const seconds = await countTry([{ rule: rateLimitRules.newPasswordByProof, subject: proofId }]);
  if (seconds !== null) return { kind: "limited", seconds };
  const names = [await getPortalName(), (await findAppName(destination, browserToken)) ?? ""];
  // Before the code, of which there are few tries, is looked at.
  const about = [...(pending ? [pending.email] : []), ...names];
  const checked = await checkPassword(values.password, { about, hasSecondFactor: await isSecondFactorSure() });
  if ("problem" in checked) return { kind: "refused", problem: `password_${checked.problem}`, field: "password" };

  let proof: ResetProof | null = link;
  if (pending && !link) {
    const { codeId } = pending;
    const verdict = await checkEmailCode({ codeId, purpose: "reset", code: values.code }, new Date());
    if (verdict.kind !== "right") return { kind: "refused", problem: verdict.kind, field: "code" };
    proof = verdict.userId === null ? null : { codeId, userId: verdict.userId, by: "mail" };
  }
  const given = { password: values.password, names };
  const reader = { source: sourceOf(request), answerLocale: localeOf(request) };
  const result = proof === null ? ({ kind: "over" } as const) : await resetByProof(proof, given, reader);
  if (result.kind === "refused") return { kind: "refused", problem: `password_${result.problem}`, field: "password" };
  if (result.kind === "over")
    return link ? { kind: "refused", problem: "over" } : { kind: "refused", problem: "over", field: "code" };
  const next = destination.requestId ? destination : { requestId: null, returnTo: "/account/security" };
  const { user } = result;
  const by = await findPasskeyOffer({ request, browserToken, userId: user.userId, isAble: values.passkeys });
  const accepted = { user, factor: mailedCodeFactor, request, browserToken, destination: next, by };
  return withCookies(await acceptProof(accepted), [clearPendingCode()]);
});
