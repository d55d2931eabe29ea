"use server";

import { requireFreshActingUser } from "@/lib/account/acting-user";
import { signOutOtherSessions, signOutOwnSession } from "@/lib/account/sessions";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";
import { nameDevice } from "./_parts/session-card";

const HERE = "/account/sessions";

/** Ends the session that the form names, if it is the person's own. */
export const signOutSession = formAction({
  bound: [],
  fields: { session_id: field.hidden() },
  person: () => requireFreshActingUser(HERE),
  act: async ({ person, values }) => {
    const session = await signOutOwnSession(person, values.session_id, new Date());
    if (!session) return { kind: "done", goTo: HERE, says: ({ account }) => account.sessions.gone, tone: "info" };
    return {
      kind: "done",
      goTo: HERE,
      says: (words) => words.account.sessions.signedOut(nameDevice(session.device, words)),
    };
  },
});

/** Ends all sessions but this one. */
export const signOutOthers = formAction({
  bound: [],
  fields: {},
  person: () => requireFreshActingUser(HERE),
  act: async ({ person }) => {
    const count = await signOutOtherSessions(person, new Date());
    return { kind: "done", goTo: HERE, says: ({ account }) => account.sessions.signedOutOthers(count) };
  },
});
