import type { Words } from "@/lib/i18n/words";
import type { ShownPage } from "@/lib/oauth/model";
import { type ConsentView, describeTitle, type PermissionView } from "./consent-view";

/**
 * What a consent page showed, in the words that its reader saw, as it is kept for their receipt.
 * @param lifetime the sent choice; an empty text stands for the longest
 * @see ISO/IEC TS 27560:2023 §6.3.4
 */
export function toShownPage(view: ConsentView, lifetime: string, words: Words): ShownPage {
  const { app, destination, lifetimes, warning } = view;
  const chosen = lifetimes.find(({ value }) => value === lifetime) ?? lifetimes.at(-1);
  const permissions = [...view.required, ...view.optional, ...(view.offline ? [view.offline] : [])];
  return {
    locale: words.common.language,
    page: {
      title: describeTitle(view, words),
      app: {
        name: app.name,
        publisher: app.publisher,
        is_verified: app.isVerified,
        site: app.siteUri,
        policy: app.policyUri,
        terms: app.tosUri,
      },
      leads_to: destination.uri,
      permissions: permissions.map(toShownPermission),
      ...(view.replaced.length > 0 && { replaced: view.replaced }),
      lifetimes: lifetimes.map(({ label }) => label),
      lifetime: chosen?.label ?? null,
      lifetime_hint: view.lifetimeHint,
      warning: warning && words.auth.consent.warnings[warning],
    },
  };
}

function toShownPermission({ name, title, detail, apiName, risk, isOptional, isNew }: PermissionView) {
  return { name, title, detail, api: apiName, risk, is_optional: isOptional, is_new: isNew };
}
