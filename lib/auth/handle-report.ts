import { recordEvent } from "@/lib/db/audit/events";
import { listAdministratorMailboxes } from "@/lib/db/people/administrators";
import { getEnv } from "@/lib/env";
import { sourceOf } from "@/lib/http/act-source";
import { wordsTo } from "@/lib/http/request-words";
import { seeOther } from "@/lib/http/see-other";
import type { Words } from "@/lib/i18n/words";
import { getInteraction } from "@/lib/oauth/authorize/interaction";
import type { Client } from "@/lib/oauth/model";
import { getPortalName } from "@/lib/settings/portal-settings";
import { reportForm } from "./auth-forms";
import { findAuthentication } from "./current-user";
import { formRoute } from "./form-route";
import { toMailName } from "./mail-name";
import { notify } from "./notify";
import { countTry, rateLimitRules } from "./rate-limit";
import { getRequestContext } from "./request-context";

type Reason = keyof Words["auth"]["consent"]["reportReasons"];

/**
 * `POST /consent/report/submit`: a person reports the app that asks them to the administrators. The request keeps
 * waiting, so that they can still cancel it. The app is not told.
 */
export const handleReport = formRoute(reportForm, async ({ request, values, browserToken, destination, user }) => {
  if (!destination.requestId || !user) return seeOther("/consent");
  const seconds = await countTry([{ rule: rateLimitRules.reportByAccount, subject: user.userId }]);
  if (seconds !== null) return { kind: "limited", seconds };
  const context = await getRequestContext(request, user);
  const authentication = await findAuthentication(request);
  const interaction = await getInteraction(destination.requestId, browserToken, authentication, context);
  if (interaction.kind !== "consent") return { kind: "refused", problem: "no_answer" };
  const reason: Reason = values.reason ?? "other";
  await recordEvent(
    {
      type: "client.reported",
      outcome: "ok",
      clientId: interaction.client.clientId,
      userId: user.userId,
      data: { reason },
    },
    sourceOf(request),
  );
  await tellAdministrators(interaction.client, reason);
  return { kind: "refused", problem: "reported" };
});

async function tellAdministrators({ clientId, name }: Client, reason: Reason): Promise<void> {
  const app = toMailName(name);
  const href = `${getEnv().issuer}/admin/clients/${encodeURIComponent(clientId)}`;
  const portalName = await getPortalName();
  for (const { email: to, locale } of await listAdministratorMailboxes()) {
    const words = wordsTo(locale, null);
    const { reportMail: mail, reportReasons } = words.auth.consent;
    const subject = mail.subject(app, portalName);
    const text = mail.text({ app, clientId, reason: reportReasons[reason], href });
    await notify("a reported app", { to, words, subject, text });
  }
}
