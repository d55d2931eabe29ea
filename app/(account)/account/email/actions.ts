"use server";

import { requireActingUser, requireFreshActingUser } from "@/lib/account/acting-user";
import { confirmNewEmail, giveUpNewEmail, requestNewEmail } from "@/lib/account/change-email";
import { formAction } from "@/lib/auth/form-action";
import { text } from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

const HERE = "/account/email";
const CONFIRM = `${HERE}/confirm`;

/** Mails a code to the address that the person wants to use. */
export const askForNewEmail = formAction({
  bound: [],
  fields: { email: field.text(254) },
  problems: ({ account }) => account.email.problems,
  person: () => requireFreshActingUser(HERE),
  act: async ({ person, values }) => {
    const result = await requestNewEmail(person, values.email, new Date());
    switch (result.kind) {
      case "refused":
        return { kind: "refused", fields: { email: result.problem } };
      case "limited":
        return {
          kind: "refused",
          says: ({ account, common }) => `${account.email.tooMany} ${common.wait(result.seconds)}`,
        };
      case "asked":
        return { kind: "done", goTo: CONFIRM };
    }
  },
});

/** Gives up the address that waits for its code. */
export const cancelNewEmail = formAction({
  bound: [],
  fields: {},
  person: () => requireActingUser(HERE),
  act: async ({ person }) => {
    const isCancelled = await giveUpNewEmail(person, new Date());
    return {
      kind: "done",
      goTo: "/account",
      says: ({ account: { email } }) => (isCancelled ? email.cancelled : email.nothingWaits),
      tone: isCancelled ? "success" : "info",
    };
  },
});

/** Changes the address by the code that was mailed to the new one. */
export const confirmByCode = formAction({
  bound: [],
  fields: { code: field.hidden() },
  problems: ({ account }) => account.email.codeProblems,
  person: () => requireActingUser(CONFIRM),
  act: async ({ person, values: { code } }) => {
    if (!/^[\d\s-]{8,20}$/.test(code)) return { kind: "refused", fields: { code: "noCode" } };
    const result = await confirmNewEmail(person, { code }, new Date());
    if (result.kind === "changed")
      return { kind: "done", goTo: "/account", says: ({ account }) => account.email.changed };
    return { kind: "refused", fields: { code: result.kind } };
  },
});

/** Changes the address by the link that was mailed to the new one. */
export const confirmByLink = formAction({
  bound: [text],
  fields: {},
  person: () => requireActingUser(CONFIRM),
  act: async ({ person, bound: [token] }) => {
    const { kind } = await confirmNewEmail(person, { token }, new Date());
    return kind === "changed"
      ? { kind: "done", goTo: "/account", says: ({ account }) => account.email.changed }
      : { kind: "done", goTo: HERE, says: ({ account }) => account.email.codeProblems.over, tone: "warning" };
  },
});
