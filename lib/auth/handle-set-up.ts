import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { pathWith, seeOther } from "@/lib/http/see-other";
import { getPortalName } from "@/lib/settings/portal-settings";
import { acceptProof } from "./accept-proof";
import { readAccount } from "./account-form";
import { setUpForm } from "./auth-forms";
import { passwordFactor } from "./factors/password";
import { formRoute } from "./form-route";
import { findPasskeyOffer } from "./passkey-offer";
import { countTry, limitAddress, rateLimitRules } from "./rate-limit";
import { isSetUpTokenValid, setUp } from "./set-up";

/** `POST /setup/submit`: the first administrator, by the link that the first start printed. */
export const handleSetUp = formRoute(setUpForm, async ({ request, values, browserToken }) => {
  const { token } = values;
  const page = pathWith(setUpForm.page, { token });
  const seconds = await countTry(limitAddress(rateLimitRules.setUpByAddress, getClientAddress(request)));
  if (seconds !== null) return { kind: "limited", seconds };
  if (!(await isSetUpTokenValid(token))) return seeOther(page);
  const account = await readAccount(values, [await getPortalName()]);
  if (!("email" in account)) return { kind: "refused", ...account };
  const result = await setUp({ token, ...account }, sourceOf(request));
  if (result === "taken") return seeOther(page);
  if (result === "exists") return { kind: "refused", problem: "email_taken", field: "email" };
  const destination = { requestId: null, returnTo: "/console" };
  const by = await findPasskeyOffer({ request, browserToken, userId: result.userId, isAble: values.passkeys });
  return acceptProof({ user: result, factor: passwordFactor, request, browserToken, destination, by });
});
