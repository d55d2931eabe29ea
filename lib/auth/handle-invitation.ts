import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { pathWith, seeOther } from "@/lib/http/see-other";
import { getPortalName } from "@/lib/settings/portal-settings";
import { acceptInvitation, findInvitationOf } from "./accept-invitation";
import { acceptProof } from "./accept-proof";
import { readAccount } from "./account-form";
import { invitationForm } from "./auth-forms";
import { passwordFactor } from "./factors/password";
import { formRoute } from "./form-route";
import { findPasskeyOffer } from "./passkey-offer";
import { hashNewPassword, waiterAt } from "./password";
import { countTry, limitAddress, rateLimitRules } from "./rate-limit";

/** `POST /invitation/submit`: makes the account of an invited address, whoever may sign up otherwise. */
export const handleInvitation = formRoute(invitationForm, async ({ request, values, browserToken }) => {
  const { token, name, password: typed } = values;
  const page = pathWith(invitationForm.page, { token });
  const ipAddress = getClientAddress(request);
  const seconds = await countTry(limitAddress(rateLimitRules.signUpByAddress, ipAddress));
  if (seconds !== null) return { kind: "limited", seconds };
  const invitation = await findInvitationOf(token);
  // The page says by itself that the link is over.
  if (!invitation) return seeOther(page);
  const account = await readAccount({ email: invitation.email, name, password: typed }, [await getPortalName()]);
  if (!("email" in account)) return { kind: "refused", ...account };
  const passwordHash = await hashNewPassword(account.password, waiterAt(ipAddress, false));
  const given = { name: account.name, passwordHash };
  const result = await acceptInvitation({ token, invitation }, given, sourceOf(request));
  if (result === "over") return seeOther(page);
  if (result === "exists") return { kind: "refused", problem: "has_account" };
  const destination = { requestId: null, returnTo: "/account" };
  const by = await findPasskeyOffer({ request, browserToken, userId: result.userId, isAble: values.passkeys });
  return acceptProof({ user: result, factor: passwordFactor, request, browserToken, destination, by });
});
