"use server";

import { formAction } from "@/lib/auth/form-action";
import { decodeEmail } from "@/lib/auth/readable-host";
import { deleteClient } from "@/lib/clients/delete-client";
import { offerHandover, withdrawHandover } from "@/lib/clients/hand-over";
import { resumeClient, suspendClient } from "@/lib/clients/suspend-client";
import {
  requireClient,
  requireFreshClient,
  requireFreshOwnedClient,
  requireOwnedClient,
} from "@/lib/console/console-page";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import { saveSettings } from "@/lib/console/save-settings";
import { settingFields } from "@/lib/console/setting-fields";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import { listSettings } from "@/lib/oauth/client/member-lists";

/** Saves how the app signs people in. */
export const saveSignInAction = formAction({
  bound: [bound.text, bound.text],
  fields: settingFields("signIn"),
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: ({ person: managed, bound: [, seen], values }) =>
    saveSettings(managed, values, { members: listSettings("signIn"), seen }),
});

/**
 * Saves how the app proves who it is. That is a credential, so the person must have proved who they are within ten
 * minutes.
 */
export const saveAuthenticationAction = formAction({
  bound: [bound.text, bound.text],
  fields: settingFields("authentication"),
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshClient(clientId),
  act: ({ person: managed, bound: [, seen], values }) =>
    saveSettings(managed, values, { members: listSettings("authentication"), seen }),
});

/** Saves what the app's tokens look like. */
export const saveTokensAction = formAction({
  bound: [bound.text, bound.text],
  fields: settingFields("tokens"),
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: ({ person: managed, bound: [, seen], values }) =>
    saveSettings(managed, values, { members: listSettings("tokens"), seen }),
});

/** Saves where the portal tells the app of sign-outs and starts sign-ins. */
export const saveLogoutAction = formAction({
  bound: [bound.text, bound.text],
  fields: settingFields("logout"),
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: ({ person: managed, bound: [, seen], values }) =>
    saveSettings(
      managed,
      values,
      { members: listSettings("logout"), seen },
      ({ console }) => console.settings.logout.saved,
    ),
});

/** Stops the app until it is resumed, or lets it work again. */
export const changeSuspensionAction = formAction({
  bound: [bound.text, bound.oneOf(["suspend", "resume"])],
  fields: {},
  person: ({ bound: [clientId] }) => requireOwnedClient(clientId),
  act: async ({ person: managed, bound: [clientId, wanted] }) => {
    const { name } = managed.client;
    const act = wanted === "suspend" ? suspendClient : resumeClient;
    const result = await act(managed);
    if (!result.ok) return sayWhy(result.problem, pathOf(clientId), "danger");
    return {
      kind: "done",
      goTo: pathOf(clientId),
      says: ({ console: { settings } }) =>
        wanted === "suspend" ? settings.suspend.done(name) : settings.suspend.resumed(name),
    };
  },
});

/** Offers the app to another developer. */
export const offerHandoverAction = formAction({
  bound: [bound.text],
  isOnce: true,
  fields: { email: field.text(254) },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshOwnedClient(clientId),
  act: async ({ person: managed, bound: [clientId], values }) => {
    const result = await offerHandover(managed, values.email, new Date());
    if (!result.ok) return comeBack(result.problem);
    const { email } = result.value;
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.handover.sent(decodeEmail(email)) };
  },
});

/** Takes the offer back. */
export const withdrawHandoverAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireOwnedClient(clientId),
  act: async ({ person: managed, bound: [clientId] }) => {
    await withdrawHandover(managed);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.handover.withdrawn };
  },
});

/** Deletes the app when its name was typed. */
export const deleteClientAction = formAction({
  bound: [bound.text],
  fields: { "typed-name": field.text() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshOwnedClient(clientId),
  act: async ({ person: managed, values }) => {
    const result = await deleteClient(managed, values["typed-name"]);
    if (!result.ok) {
      const { name } = result.problem.fields;
      return comeBack({ ...result.problem, fields: name ? { "typed-name": name } : {} });
    }
    const { name, restorableUntil } = result.value;
    return {
      kind: "done",
      goTo: "/console",
      says: ({ console }) => console.settings.delete.done(name, restorableUntil),
    };
  },
});

function pathOf(clientId: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/settings`;
}
