import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { localeOf } from "@/lib/http/request-words";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { getPortalName } from "@/lib/settings/portal-settings";
import { acceptProof } from "./accept-proof";
import { readAccount } from "./account-form";
import { findAppName } from "./app-name";
import { resendForm, signUpForm, verifyForm } from "./auth-forms";
import { pathFor } from "./destination";
import { passwordFactor } from "./factors/password";
import { upstreamFactor } from "./factors/upstream";
import { formRoute } from "./form-route";
import { findPasskeyOffer } from "./passkey-offer";
import { hashNewPassword, waiterAt } from "./password";
import { countTry, limitAddress, rateLimitRules, takeBack } from "./rate-limit";
import { clearPendingSignUp, findPendingSignUp, finishSignUp, resendSignUpCode, startSignUp } from "./sign-up";
import { isSignUpOpen, maySignUp } from "./sign-up-policy";
import { forgetWaiting } from "./upstreams/waiting-account";

/** `POST /sign-up/submit`: always leads to the code page, whether or not the address has an account. */
export const handleSignUp = formRoute(signUpForm, async ({ request, values, browserToken, destination }) => {
  if (!(await isSignUpOpen())) return seeOther(pathFor(signUpForm.page, destination));
  const ipAddress = getClientAddress(request);
  const limits = limitAddress(rateLimitRules.signUpByAddress, ipAddress);
  // Forms whose password is refused count too, because looking for it in the lists of common ones takes long.
  const seconds = await countTry(limits);
  if (seconds !== null) return { kind: "limited", seconds };
  const names = [await getPortalName(), (await findAppName(destination, browserToken)) ?? ""];
  const account = await readAccount(values, names);
  if (!("email" in account)) return { kind: "refused", ...account };
  if (!(await maySignUp(account.email))) return { kind: "refused", problem: "foreign_domain", field: "email" };
  const { email, name, password } = account;
  const passwordHash = await hashNewPassword(password, waiterAt(ipAddress, false)).catch(async (error: unknown) => {
    await takeBack(limits);
    throw error;
  });
  const result = await startSignUp({ email, name, passwordHash, account: null }, localeOf(request));
  if (result.kind === "limited") return result;
  return seeOther(pathFor(verifyForm.page, destination), [result.setCookie]);
});

/** `POST /sign-up/verify/submit`: checks the mailed code. Right: creates the account and signs the person in. */
export const handleVerifySignUp = formRoute(verifyForm, async ({ request, values, browserToken, destination }) => {
  const pending = await findPendingSignUp(request);
  // Whoever runs the portal may have closed it meanwhile.
  if (!pending || !(await maySignUp(pending.email))) return seeOther(pathFor(signUpForm.page, destination));
  const code = values.code.replace(/[\s-]/g, "");
  if (!/^\d{8}$/.test(code)) return { kind: "refused", problem: "bad_code", field: "code" };
  const result = await finishSignUp(pending, code, sourceOf(request));
  if (result.kind !== "made") return { kind: "refused", problem: result.kind, field: "code" };
  const { user } = result;
  const by = await findPasskeyOffer({ request, browserToken, userId: user.userId, isAble: values.passkeys });
  const factor = pending.account ? upstreamFactor : passwordFactor;
  const proof = { user, factor, request, browserToken, destination, by };
  return withCookies(await acceptProof(proof), [clearPendingSignUp(), forgetWaiting()]);
});

/** `POST /sign-up/resend/submit`: another code for the same sign-up. */
export const handleResendSignUpCode = formRoute(resendForm, async ({ request, destination }) => {
  const pending = await findPendingSignUp(request);
  if (!pending) return seeOther(pathFor(signUpForm.page, destination));
  const result = await resendSignUpCode(pending, localeOf(request));
  if (result.kind === "soon") return { kind: "refused", problem: "soon" };
  if (result.kind === "limited") return result;
  return { kind: "refused", problem: "resent", setCookies: [result.setCookie] };
});
