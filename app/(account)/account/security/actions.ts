"use server";

import { headers } from "next/headers";
import { requireActingUser, requireFreshActingUser } from "@/lib/account/acting-user";
import { changePassword } from "@/lib/account/change-password";
import { addAuthenticator, removeOwnAuthenticator, renewRecoveryCodes } from "@/lib/account/own-factors";
import { addPasskey, nameOwnPasskey, removeOwnPasskey, removeOwnPassword } from "@/lib/account/own-passkeys";
import { removeOwnLink } from "@/lib/account/own-upstreams";
import { forgetOwnBrowser } from "@/lib/account/remembered-browsers";
import { signOutOtherSessions } from "@/lib/account/sessions";
import { pathFor, readDestination } from "@/lib/auth/destination";
import { formAction } from "@/lib/auth/form-action";
import { rememberPersonHere } from "@/lib/auth/known-browser";
import { getLoginPath } from "@/lib/auth/return-to";
import { hideRecoveryCodes, showRecoveryCodes } from "@/lib/auth/shown-recovery-codes";
import { UPSTREAM_LINKS_PAGE } from "@/lib/auth/upstreams/begin";
import { text, textOrNull } from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { Sentence } from "@/lib/forms/result";
import { readBrowserTokens } from "@/lib/http/browser-cookie";

const HERE = "/account/security";
const AUTHENTICATOR = `${HERE}/authenticator`;
const NEW_PASSKEY = `${HERE}/passkeys/new`;
const RECOVERY_CODES = `${HERE}/recovery-codes`;

/** Changes the signed-in person's password. */
export const submitPassword = formAction({
  bound: [],
  fields: { current: field.password(), next: field.password(), end_others: field.tick() },
  problems: ({ account }) => account.security.problems,
  person: () => requireActingUser(HERE),
  act: async ({ person, values }) => {
    const { current, next, end_others: endOtherSessions } = values;
    const now = new Date();
    const result = await changePassword(person, { current, next, endOtherSessions }, now);
    switch (result.kind) {
      case "refused":
        return { kind: "refused", fields: { [result.field]: result.problem } };
      case "stale":
        return { kind: "done", goTo: getLoginPath(`${HERE}#password`, { isFresh: true }) };
      case "limited":
      case "busy": {
        const why = { limited: "tooManyTries", busy: "busy" } as const;
        const { kind, seconds } = result;
        const says: Sentence = ({ account, common }) => `${account.security[why[kind]]} ${common.wait(seconds)}`;
        return { kind: "refused", says };
      }
      case "changed": {
        await rememberPersonHere({ userId: person.userId, browsersForgottenAt: now });
        const { endedSessions } = result;
        return {
          kind: "done",
          goTo: HERE,
          says: ({ account }) =>
            endedSessions > 0 ? account.security.changedEnded(endedSessions) : account.security.changed,
        };
      }
    }
  },
});

/** Adds the authenticator app whose first code the form holds. */
export const submitAuthenticator = formAction({
  bound: [],
  fields: { otp: field.hidden() },
  problems: ({ account }) => account.security.authenticator.setUp.problems,
  person: () => requireFreshActingUser(AUTHENTICATOR),
  act: async ({ person, values }) => {
    const result = await addAuthenticator(person, values.otp, new Date());
    switch (result.kind) {
      case "wrong":
        return { kind: "refused", fields: { otp: "wrong" } };
      case "over":
        return {
          kind: "done",
          goTo: AUTHENTICATOR,
          isAnew: true,
          says: ({ account }) => account.security.authenticator.setUp.over,
          tone: "warning",
        };
      case "added":
        if (result.codes) await showRecoveryCodes(person.userId, result.codes);
        return {
          kind: "done",
          goTo: result.codes ? RECOVERY_CODES : HERE,
          says: ({ account }) => account.security.authenticator.setUp.added,
        };
    }
  },
});

/** Removes the authenticator app. */
export const removeAuthenticator = formAction({
  bound: [],
  fields: {},
  person: () => requireFreshActingUser(`${AUTHENTICATOR}/remove`),
  act: async ({ person }) => {
    const result = await removeOwnAuthenticator(person, new Date());
    return {
      kind: "done",
      goTo: HERE,
      says: ({ account: { security } }) => security.authenticator[result],
      tone: result === "removed" ? "success" : "info",
    };
  },
});

/** Replaces the recovery codes with ten new ones. */
export const makeCodes = formAction({
  bound: [],
  fields: {},
  person: () => requireFreshActingUser(RECOVERY_CODES),
  act: async ({ person }) => {
    const codes = await renewRecoveryCodes(person, new Date());
    if (codes) await showRecoveryCodes(person.userId, codes);
    return { kind: "done", goTo: RECOVERY_CODES, isAnew: true };
  },
});

/** The person has saved the codes that the page showed: leads on to where they were going. */
export const finishRecoveryCodes = formAction({
  bound: [textOrNull, textOrNull],
  fields: {},
  person: () => requireActingUser(HERE),
  act: async ({ bound: [request, returnTo] }) => {
    await hideRecoveryCodes();
    const destination = readDestination(
      new Map([
        ["request", request],
        ["return_to", returnTo],
      ]),
    );
    return {
      kind: "done",
      goTo: destination.requestId ? pathFor("/login", destination) : (destination.returnTo ?? HERE),
      says: destination.requestId ? undefined : ({ account }) => account.security.recovery.saved,
    };
  },
});

/** Adds the passkey that the browser made. */
export const submitPasskey = formAction({
  bound: [],
  fields: { challenge: field.hidden(), credential: field.hidden() },
  person: () => requireFreshActingUser(NEW_PASSKEY),
  act: async ({ person, values: { challenge: sealed, credential: answer } }) => {
    const browserTokens = readBrowserTokens(await headers());
    const result = await addPasskey(person, { sealed, answer, browserTokens }, new Date());
    return {
      kind: "done",
      goTo: result === "added" ? HERE : NEW_PASSKEY,
      isAnew: true,
      says: ({ account }) => account.security.passkeys.make.results[result],
      tone: result === "added" ? "success" : "warning",
    };
  },
});

/** Names a passkey. */
export const namePasskey = formAction({
  bound: [text],
  fields: { name: field.text() },
  problems: ({ account }) => account.security.passkeys.problems,
  person: ({ bound: [passkeyId] }) => requireFreshActingUser(`${HERE}/passkeys/${encodeURIComponent(passkeyId)}`),
  act: async ({ person, bound: [passkeyId], values: { name } }) => {
    const result = await nameOwnPasskey(person, { passkeyId, name }, new Date());
    if (result === "gone") return { kind: "missing" };
    if (result === "tooLong") return { kind: "refused", fields: { name: "tooLong" } };
    return { kind: "done", goTo: HERE, says: ({ account }) => account.security.passkeys.saved };
  },
});

/** Removes a passkey. */
export const removePasskey = formAction({
  bound: [text],
  fields: {},
  person: ({ bound: [passkeyId] }) => requireFreshActingUser(`${HERE}/passkeys/${encodeURIComponent(passkeyId)}`),
  act: async ({ person, bound: [passkeyId] }) => {
    const result = await removeOwnPasskey(person, passkeyId, new Date());
    return {
      kind: "done",
      goTo: HERE,
      says: ({ account }) => account.security.passkeys[result],
      tone: result === "removed" ? "success" : "info",
    };
  },
});

/** Takes the password away from whoever has a passkey. */
export const removePassword = formAction({
  bound: [],
  fields: {},
  person: () => requireFreshActingUser(`${HERE}#passkeys`),
  act: async ({ person }) => {
    const isRemoved = await removeOwnPassword(person, new Date());
    return {
      kind: "done",
      goTo: HERE,
      says: ({ account: { security } }) =>
        isRemoved ? security.passkeys.passwordRemoved : security.passkeys.passwordStays,
      tone: isRemoved ? "success" : "info",
    };
  },
});

/** Ends all sessions but this one. */
export const signOutOthers = formAction({
  bound: [],
  fields: {},
  person: () => requireFreshActingUser(`${HERE}#devices`),
  act: async ({ person }) => {
    const count = await signOutOtherSessions(person, new Date());
    return { kind: "done", goTo: HERE, says: ({ account }) => account.sessions.signedOutOthers(count) };
  },
});

/** Asks for the second factor again in the browser that the form names. */
export const forgetBrowser = formAction({
  bound: [],
  fields: { browser_id: field.hidden() },
  person: () => requireFreshActingUser(`${HERE}#remembered`),
  act: async ({ person, values }) => {
    await forgetOwnBrowser(person, values.browser_id, new Date());
    return { kind: "done", goTo: HERE, says: ({ account }) => account.security.remembered.forgotten };
  },
});

/** Removes the account elsewhere that the form names. */
export const removeUpstreamLink = formAction({
  bound: [],
  fields: { link_id: field.hidden() },
  person: () => requireFreshActingUser(UPSTREAM_LINKS_PAGE),
  act: async ({ person, values }) => {
    const result = await removeOwnLink(person, values.link_id, new Date());
    return {
      kind: "done",
      goTo: HERE,
      says: ({ account }) => account.security.upstreams[result],
      tone: result === "removed" ? "success" : "info",
    };
  },
});
