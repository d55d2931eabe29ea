"use server";

import { requireActingUser } from "@/lib/account/acting-user";
import { removeOwnAppDevice, turnOffUnused } from "@/lib/account/app-use";
import { keepOptionalScopes, removeOwnApp } from "@/lib/account/connected-apps";
import { keepOwnAccess } from "@/lib/account/unused-access";
import { removeUnverifiedApps } from "@/lib/account/unverified-apps";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";
import type { Done } from "@/lib/forms/result";
import { nameAppDevice } from "./[clientId]/_parts/app-devices";

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

/** Turns off the permissions that were sent as `proposed` and that the app still never used. */
export const turnOffNeverUsed = formAction({
  bound: [],
  fields: { client_id: field.hidden(), proposed: field.ticks() },
  person: ({ values }) => requireActingUser(appPath(values.client_id)),
  act: async ({ person, values: { client_id: clientId, proposed } }) => {
    const result = await turnOffUnused(person, clientId, proposed, new Date());
    if (!result) return gone;
    const { app, removed } = result;
    const goTo = appPath(clientId);
    if (removed.length > 0) return { kind: "done", goTo, says: ({ account }) => account.use.turnedOff(app.name) };
    return { kind: "done", goTo, says: ({ account }) => account.use.unchanged, tone: "info" };
  },
});

/** Ends what an app got on one device. */
export const removeDevice = formAction({
  bound: [],
  fields: { client_id: field.hidden(), session_id: field.hidden() },
  person: ({ values }) => requireActingUser(appPath(values.client_id)),
  act: async ({ person, values: { client_id: clientId, session_id: sessionId } }) => {
    const removed = await removeOwnAppDevice(person, clientId, sessionId, new Date());
    const goTo = appPath(clientId);
    if (!removed) return { kind: "done", goTo, says: ({ account }) => account.devices.gone, tone: "info" };
    return {
      kind: "done",
      goTo,
      says: (words) => words.account.devices.removed(removed.appName, nameAppDevice(removed, words)),
    };
  },
});

/** Keeps an access that nobody uses. */
export const keepAccess = formAction({
  bound: [],
  fields: { client_id: field.hidden() },
  person: () => requireActingUser(LIST),
  act: async ({ person, values }) => {
    const name = await keepOwnAccess(person, values.client_id, new Date());
    return name === null ? gone : { kind: "done", goTo: LIST, says: ({ account }) => account.unused.kept(name) };
  },
});

/** Removes the access of every app that was sent and is not verified. */
export const removeUnverified = formAction({
  bound: [],
  fields: { client_id: field.ticks() },
  person: () => requireActingUser(`${LIST}/unverified`),
  act: async ({ person, values }) => {
    const count = await removeUnverifiedApps(person, values.client_id, new Date());
    if (count === 0) return { kind: "done", goTo: LIST, says: ({ account }) => account.remove.gone, tone: "info" };
    return { kind: "done", goTo: LIST, says: ({ account }) => account.unverified.removed(count) };
  },
});

function appPath(clientId: string): string {
  return `${LIST}/${encodeURIComponent(clientId)}`;
}
