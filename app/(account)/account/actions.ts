"use server";

import { requireActingUser } from "@/lib/account/acting-user";
import {
  type DetailField,
  type DetailProblem,
  type Details,
  detailFields,
  saveOwnDetails,
} from "@/lib/account/details";
import { type OwnClaimProblem, saveOwnClaim } from "@/lib/account/own-claims";
import { type ProfileProblem, saveOwnProfile } from "@/lib/account/profile";
import { chooseTheme } from "@/lib/auth/choose-theme";
import { formAction } from "@/lib/auth/form-action";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult, Refused } from "@/lib/forms/result";

const HERE = "/account";

/** What the form showed was changed elsewhere meanwhile. */
const overtaken: Refused<never, never> = {
  kind: "refused",
  says: ({ common }) => common.claims.problems.overtaken,
};

/** Saves the signed-in person's name, language and time zone, and the colours of this browser. */
export const saveProfile = formAction({
  bound: [bound.text],
  fields: {
    name: field.text(),
    locale: field.text(),
    zoneinfo: field.text(),
    theme: field.choice(["light", "dark", "system"]),
  },
  problems: ({ account }) => account.profile.problems,
  person: () => requireActingUser(HERE),
  act: async ({
    person,
    bound: [seen],
    values,
  }): Promise<FormResult<"name" | "locale" | "zoneinfo", ProfileProblem>> => {
    const { name, locale, zoneinfo, theme } = values;
    const problems = await saveOwnProfile(person, { name, locale, timeZone: zoneinfo }, seen);
    if (problems === "overtaken") return overtaken;
    const { timeZone, ...fields } = problems;
    if (timeZone || Object.keys(fields).length > 0) {
      return { kind: "refused", fields: timeZone ? { ...fields, zoneinfo: timeZone } : fields };
    }
    const isRepainted = theme !== undefined && (await chooseTheme(theme));
    return { kind: "done", goTo: HERE, isAnew: isRepainted, says: ({ account }) => account.profile.saved };
  },
});

/** Saves the other details of the signed-in person's account. */
export const saveDetails = formAction({
  bound: [bound.text],
  fields: Object.fromEntries(detailFields.map((name) => [name, field.text()])) as Record<
    keyof Details,
    field.Field<string>
  >,
  problems: ({ account }) => account.details.problems,
  person: () => requireActingUser(HERE),
  act: async ({ person, bound: [seen], values }): Promise<FormResult<DetailField, DetailProblem>> => {
    const fields = await saveOwnDetails(person, values, seen);
    if (fields === "overtaken") return overtaken;
    if (Object.keys(fields).length > 0) return { kind: "refused", fields };
    return { kind: "done", goTo: HERE, says: ({ account }) => account.details.saved };
  },
});

/** Saves the signed-in person's value of one of the operator's own claims. */
export const saveClaim = formAction({
  bound: [bound.text, bound.text],
  fields: { value: field.text() },
  problems: ({ common }) => common.claims.problems,
  person: () => requireActingUser(HERE),
  act: async ({ person, bound: [name, seen], values }): Promise<FormResult<"value", OwnClaimProblem>> => {
    const problem = await saveOwnClaim(person, name, values.value, new Date(), seen);
    if (problem) return { kind: "refused", fields: { value: problem } };
    return { kind: "done", goTo: HERE, says: ({ account }) => account.profile.saved };
  },
});
