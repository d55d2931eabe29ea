import { getEnv } from "@/lib/env";
import { localeOf, wordsTo } from "@/lib/http/request-words";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Interaction } from "@/lib/oauth/authorize/interaction";
import { getPortalName } from "@/lib/settings/portal-settings";
import type { CurrentUser } from "./current-user";
import { toMailName } from "./mail-name";
import { notify } from "./notify";

/**
 * Mails a person that an app may change things from now on, in case somebody else allowed it. It names only what the
 * app could not do before.
 * @param ticked names of the optional scopes that were allowed
 */
export async function tellNewAccess(
  interaction: Extract<Interaction, { kind: "consent" }>,
  { user, ticked, request }: { user: CurrentUser; ticked: readonly string[]; request: Request },
): Promise<void> {
  const added = interaction.scopes.filter(
    ({ scope, grantedAt, isOptional }) =>
      (scope.risk === "change" || scope.risk === "sensitive") &&
      grantedAt === null &&
      (!isOptional || ticked.includes(scope.name)),
  );
  if (added.length === 0) return;
  const words = wordsTo(user.locale, localeOf(request));
  const mail = words.auth.mails.newAccess({
    portalName: await getPortalName(),
    app: toMailName(interaction.client.name),
    permissions: added.map(({ scope }) => `– ${describeScope(scope, words).title}`).join("\n"),
    href: `${getEnv().issuer}/account/apps`,
  });
  await notify("a new access", { to: user.email, words, ...mail });
}
