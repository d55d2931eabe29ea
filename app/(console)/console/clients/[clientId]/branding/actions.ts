"use server";

import { formAction } from "@/lib/auth/form-action";
import { askForReview } from "@/lib/clients/ask-for-review";
import { changeClient } from "@/lib/clients/change-client";
import { changeLogo } from "@/lib/clients/client-logo";
import { refused } from "@/lib/clients/result";
import { requireClient } from "@/lib/console/console-page";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import { savedWords } from "@/lib/console/saved-words";
import { brandingMembers, settingFields } from "@/lib/console/setting-fields";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

/** Saves what people see about the app. */
export const saveBrandingAction = formAction({
  bound: [bound.text, bound.text],
  fields: { ...settingFields("branding"), contact: field.text() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId, seen], values: { contact, ...members } }) => {
    const input = { ...members, contacts: contact ? [contact] : [] };
    const result = await changeClient(managed, input, { members: brandingMembers, seen });
    if (!result.ok) {
      const { contacts, ...fields } = result.problem.fields;
      return comeBack({ ...result.problem, fields: contacts ? { ...fields, contact: contacts } : fields });
    }
    const says = await savedWords(managed, ({ console }) => console.branding.saved);
    return { kind: "done", goTo: pathOf(clientId), says };
  },
});

/** Saves the app's logo, or takes it away. */
export const saveLogoAction = formAction({
  bound: [bound.text],
  fields: { logo: field.file(), remove: field.hidden() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId], values: { logo, remove } }) => {
    const isRemoval = remove !== "";
    const picture = logo && new Uint8Array(await logo.arrayBuffer());
    const result =
      picture || isRemoval
        ? await changeLogo(managed, isRemoval ? null : picture)
        : refused("logo_missing", { fields: { logo: "logo_missing" } });
    if (!result.ok) return comeBack(result.problem);
    const says = await savedWords(managed, ({ console }) => console.branding.logoSaved);
    return {
      kind: "done",
      goTo: pathOf(clientId),
      says: isRemoval ? ({ console }) => console.branding.logoRemoved : says,
    };
  },
});

/** Asks the administrators to review the app. */
export const askForReviewAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId] }) => {
    const result = await askForReview(managed);
    if (!result.ok) return sayWhy(result.problem, pathOf(clientId));
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.branding.review.asked };
  },
});

function pathOf(clientId: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/branding`;
}
