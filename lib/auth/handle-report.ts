import { listAdministratorEmails } from "@/lib/db/administrators";
import { recordEvent } from "@/lib/db/audit-events";
import { getEnv } from "@/lib/env";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther } from "@/lib/http/see-other";
import { getWords } from "@/lib/i18n/words";
import { getInteraction } from "@/lib/oauth/authorize/interaction";
import type { Client } from "@/lib/oauth/model";
import { findAuthentication } from "./current-user";
import { cleanName } from "./display-name";
import { notify } from "./notify";
import { handlePageForm } from "./page-form-handler";
import { getPortalName } from "./portal-settings";
import { countTry, rateLimitRules } from "./rate-limit";
import { getRequestContext } from "./request-context";

type Reason = keyof ReturnType<typeof getWords>["auth"]["consent"]["reportReasons"];

function toReason(value: string | null): Reason {
  return value === "pretends" || value === "unexpected" || value === "too_much" ? value : "other";
}

/**
 * `POST /consent/report/submit`: a person tells the administrators about the app that asks them. The request waits on,
 * so that they can still cancel it; the app is not told.
 */
export function handleReport(request: Request): Promise<Response> {
  const options = { name: "consent", page: "/consent", isSessionBound: true };
  return handlePageForm(request, options, async ({ fields, browserToken, destination, user, sendBack, limit }) => {
    if (!destination.requestId || !user) return seeOther("/consent");
    const seconds = await countTry([{ rule: rateLimitRules.reportByAccount, subject: user.userId }]);
    if (seconds !== null) return limit(seconds);
    const context = await getRequestContext(request);
    const authentication = await findAuthentication(request);
    const interaction = await getInteraction(destination.requestId, browserToken, authentication, context);
    if (interaction.kind !== "consent") return sendBack("no_answer");
    const reason = toReason(fields.get("reason"));
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
    return sendBack("reported");
  });
}

async function tellAdministrators({ clientId, name }: Client, reason: Reason): Promise<void> {
  const words = getWords().auth.consent;
  const app = cleanName(name);
  const href = `${getEnv().issuer}/admin/clients/${encodeURIComponent(clientId)}`;
  const subject = words.reportMail.subject(app, await getPortalName());
  const text = words.reportMail.text({ app, clientId, reason: words.reportReasons[reason], href });
  for (const to of await listAdministratorEmails()) await notify("a reported app", { to, subject, text });
}
