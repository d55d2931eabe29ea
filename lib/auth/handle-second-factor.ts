import { recordEvent } from "@/lib/db/audit/events";
import type { User } from "@/lib/db/people/users";
import { serializeFlash } from "@/lib/forms/flash-cookie";
import { sourceOf } from "@/lib/http/act-source";
import { localeOf, wordsOf } from "@/lib/http/request-words";
import { withCookies } from "@/lib/http/see-other";
import { countProof } from "@/lib/metrics/metrics";
import { acceptProof, beginAgain, listFactorsOf, type Proof } from "./accept-proof";
import { codeForm, enrolForm, passkeyEnrolmentForm, recoveryForm } from "./auth-forms";
import { finishAuthenticator, tryAuthenticatorCode } from "./authenticator";
import type { FactorOwner } from "./factor-notice";
import { authenticatorFactor } from "./factors/authenticator";
import type { Factor } from "./factors/factor";
import { passkeyFactor } from "./factors/passkey";
import { recoveryCodeFactor } from "./factors/recovery-code";
import { findEnrolling } from "./find-enrolling";
import { findHalfPerson } from "./find-half";
import type { Limited } from "./form-again";
import { formRoute } from "./form-route";
import { finishPasskey } from "./passkeys";
import { makeRecoveryCodes, tryRecoveryCode } from "./recovery-codes";
import { rememberBrowser } from "./remembered-browser";
import { serializeShownCodes } from "./shown-recovery-codes";

/** `POST /login/code/submit`: the code of an authenticator app, from somebody who proved their password. */
export const handleCode = formRoute(codeForm, async ({ request, values, browserToken, destination }) => {
  const user = await findHalfPerson(request, { browserToken, destination }, new Date());
  if (!user) return beginAgain(destination);
  if (values.otp === "") return { kind: "refused", problem: "no_code", field: "otp" };
  const tried = await tryAuthenticatorCode({ userId: user.userId, request, browserToken }, values.otp);
  if ("wait" in tried) return await limitCode(user, authenticatorFactor, tried.wait, request);
  if (!tried.isRight) {
    await recordRefusal(user, "authenticator", request);
    return { kind: "refused", problem: "wrong_code", field: "otp" };
  }
  const now = new Date();
  const { authenticatorId } = tried;
  const remembered = values.remember ? await rememberBrowser(request, { user, authenticatorId }, now) : null;
  const proof = { user, factor: authenticatorFactor, request, browserToken, destination };
  return withCookies(await acceptProof(proof, now), remembered === null ? [] : [remembered]);
});

/** `POST /login/recovery/submit`: a recovery code in place of the authenticator app. */
export const handleRecoveryCode = formRoute(recoveryForm, async ({ request, values, browserToken, destination }) => {
  const user = await findHalfPerson(request, { browserToken, destination }, new Date());
  if (!user) return beginAgain(destination);
  const typed = values["recovery-code"];
  if (typed === "") return { kind: "refused", problem: "no_recovery_code", field: "recovery-code" };
  const { userId } = user;
  const tried = await tryRecoveryCode({ userId, request, browserToken }, ownerOf(user, request), typed);
  if ("wait" in tried) return await limitCode(user, recoveryCodeFactor, tried.wait, request);
  if (!tried.isRight) {
    await recordRefusal(user, "recovery_code", request);
    return { kind: "refused", problem: "wrong_recovery_code", field: "recovery-code" };
  }
  const says = wordsOf(request, { account: user.locale }).auth.factors.recoveryUsed(tried.left);
  const answer = await acceptProof({ user, factor: recoveryCodeFactor, request, browserToken, destination });
  return withCookies(answer, [serializeFlash(says, "info")]);
});

/**
 * `POST /login/enrol/submit`: the first code of the authenticator app that somebody has to add before they are signed in.
 */
export const handleEnrolment = formRoute(enrolForm, async ({ request, values, browserToken, destination }) => {
  const enrolling = await findEnrolling(request, { browserToken, destination }, new Date());
  if (!enrolling) return beginAgain(destination);
  if (values.otp === "") return { kind: "refused", problem: "no_code", field: "otp" };
  const { user, halfId } = enrolling;
  const result = await finishAuthenticator(ownerOf(user, request), { shownTo: halfId, isFirst: true }, values.otp);
  if (result !== "added") return { kind: "refused", problem: result, field: "otp" };
  return await arriveEnrolled({ user, factor: authenticatorFactor, request, browserToken, destination });
});

/** `POST /login/enrol/passkey/submit`: a passkey as that factor. Its making, with the device unlocked, is its first use. */
export const handlePasskeyEnrolment = formRoute(passkeyEnrolmentForm, async (posted) => {
  const { request, values, browserToken, destination } = posted;
  const enrolling = await findEnrolling(request, { browserToken, destination }, new Date());
  if (!enrolling) return beginAgain(destination);
  const { user } = enrolling;
  const made = { sealed: values.challenge, answer: values.credential, browserTokens: [browserToken], isFirst: true };
  const result = await finishPasskey(ownerOf(user, request), made);
  if (result !== "added") return { kind: "refused", problem: result };
  return await arriveEnrolled({ user, factor: passkeyFactor, request, browserToken, destination });
});

/** Signs in whoever has just added the second factor that they needed, and shows them the codes that replace it. */
async function arriveEnrolled(proof: Proof): Promise<Response> {
  const { user, request, destination } = proof;
  const codes = await makeRecoveryCodes(ownerOf(user, request));
  if (codes === null) return beginAgain(destination);
  const shown = await serializeShownCodes(user.userId, codes);
  return withCookies(await acceptProof({ ...proof, by: "/account/security/recovery-codes" }), [shown]);
}

/** Too many wrong codes: the other factors of the person have counts of their own. */
async function limitCode(user: User, factor: Factor, seconds: number, request: Request): Promise<Limited> {
  countProof(factor.name, "limited");
  const { email, locale } = user;
  const { factors } = wordsOf(request, { account: locale }).auth;
  const ways = (await listFactorsOf(user.userId)).flatMap(({ name, page }) =>
    name === factor.name || name === "password" || name === "mailed_code" || name === "upstream"
      ? []
      : [{ path: page, label: factors[name].other }],
  );
  return { kind: "limited", seconds, person: { email, locale }, ways };
}

/** The person, for the code that changes their factors. */
export function ownerOf({ userId, browsersForgottenAt, email, locale }: User, request: Request): FactorOwner {
  const answerLocale = localeOf(request, { account: locale });
  return { userId, browsersForgottenAt, email, locale, source: sourceOf(request), answerLocale };
}

async function recordRefusal({ userId }: User, factor: string, request: Request): Promise<void> {
  countProof(factor, "refused");
  await recordEvent({ type: "second_factor.refused", outcome: "refused", userId, data: { factor } }, sourceOf(request));
}
