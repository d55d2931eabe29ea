import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { readAccountForm } from "./account-form";
import { arrive } from "./arrive";
import { pathFor } from "./destination";
import { handlePageForm } from "./page-form-handler";
import { hashPassword, waiterAt } from "./password";
import { getPortalName, isSignUpOpen } from "./portal-settings";
import { countTry, limitAddress, rateLimitRules, takeBack } from "./rate-limit";
import { clearPendingSignUp, findPendingSignUp, finishSignUp, resendSignUpCode, startSignUp } from "./sign-up";

const verifyPage = "/sign-up/verify";

/** `POST /sign-up/submit`: always on to the code page, whether or not the address has an account. */
export function handleSignUp(request: Request): Promise<Response> {
  const options = { name: "sign-up", page: "/sign-up", isSessionBound: false };
  return handlePageForm(request, options, async ({ fields, destination, sendBack, limit }) => {
    if (!(await isSignUpOpen())) return seeOther(pathFor("/sign-up", destination));
    const account = readAccountForm(fields, await getPortalName());
    if ("error" in account) {
      const values = { email: fields.get("email") ?? "", name: fields.get("name") ?? "" };
      return sendBack(account.error, account.field, values);
    }
    const ipAddress = getClientAddress(request);
    const limits = limitAddress(rateLimitRules.signUpByAddress, ipAddress);
    const wait = await countTry(limits);
    if (wait !== null) return limit(wait);
    const { email, name, password } = account;
    const passwordHash = await hashPassword(password, waiterAt(ipAddress, false)).catch(async (error: unknown) => {
      await takeBack(limits);
      throw error;
    });
    const result = await startSignUp({ email, name, passwordHash });
    if (result.kind === "limited") return limit(result.seconds);
    return seeOther(pathFor(verifyPage, destination), [result.setCookie]);
  });
}

/** `POST /sign-up/verify/submit`: the code that was mailed. Right: the account, signed in. */
export function handleVerifySignUp(request: Request): Promise<Response> {
  const options = { name: "verify", page: verifyPage, isSessionBound: false };
  return handlePageForm(request, options, async ({ fields, browserToken, destination, sendBack }) => {
    const pending = await findPendingSignUp(request);
    if (!pending) return seeOther(pathFor("/sign-up", destination));
    const code = (fields.get("code") ?? "").replace(/[\s-]/g, "");
    if (!/^\d{8}$/.test(code)) return sendBack("bad_code", "code");
    const result = await finishSignUp(pending, code, sourceOf(request));
    if (result.kind !== "made") return sendBack(result.kind, "code");
    const response = await arrive({ user: result.user, amr: ["pwd"], request, browserToken, destination });
    return withCookies(response, [clearPendingSignUp()]);
  });
}

/** `POST /sign-up/resend/submit`: another code for the same sign-up. */
export function handleResendSignUpCode(request: Request): Promise<Response> {
  const options = { name: "verify", page: verifyPage, isSessionBound: false };
  return handlePageForm(request, options, async ({ destination, sendBack, limit }) => {
    const pending = await findPendingSignUp(request);
    if (!pending) return seeOther(pathFor("/sign-up", destination));
    const result = await resendSignUpCode(pending);
    if (result.kind === "soon") return sendBack("soon");
    if (result.kind === "limited") return limit(result.seconds);
    return withCookies(sendBack("resent"), [result.setCookie]);
  });
}
