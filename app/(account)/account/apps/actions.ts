"use server";

import { requireActingUser } from "@/lib/account/acting-user";
import { keepOptionalScopes, removeOwnApp } from "@/lib/account/connected-apps";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";
import type { Done } from "@/lib/forms/result";

const LIST = "/account/apps";

const gone: Done = { kind: "done", goTo: LIST, says: ({ account }) => account.remove.gone, tone: "info" };

/** Removes an app's access. Doing it twice is harmless. */
export const removeAccess = formAction({
  bound: [],
  fields: { client_id: field.hidden() },
  person: () => requireActingUser(LIST),
  act: async ({ person, values }) => {
    const app = await removeOwnApp(person, values.client_id, new Date());
    return app ? { kind: "done", goTo: LIST, says: ({ account }) => account.remove.removed(app.name) } : gone;
  },
});

/** Turns off every optional permission of an app that was not sent as `keep`. */
export const keepPermissions = formAction({
  bound: [],
  fields: { client_id: field.hidden(), keep: field.ticks() },
  person: ({ values }) => requireActingUser(appPath(values.client_id)),
  act: async ({ person, values: { client_id: clientId, keep } }) => {
    const result = await keepOptionalScopes(person, clientId, keep, new Date());
    if (!result) return gone;
    const { app, removed } = result;
    const goTo = appPath(clientId);
    if (removed.length > 0) return { kind: "done", goTo, says: ({ account }) => account.app.optionalSaved(app.name) };
    return { kind: "done", goTo, says: ({ account }) => account.app.optionalUnchanged, tone: "info" };
  },
});

function appPath(clientId: string): string {
  return `${LIST}/${encodeURIComponent(clientId)}`;
}
