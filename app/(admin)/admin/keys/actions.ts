"use server";

import { rotateSigningKey } from "@/lib/admin/signing-keys";
import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import * as bound from "@/lib/forms/bound";
import { SIGNING_ALGS } from "@/lib/oauth/algorithms";
import type { SigningAlg } from "@/lib/oauth/model";

const isAlg: bound.Kind<SigningAlg> = bound.oneOf(SIGNING_ALGS);

/** Makes a successor for the key of an algorithm. */
export const rotateAction = formAction({
  bound: [isAlg],
  fields: {},
  person: () => requireFreshActor("/admin/keys"),
  act: async ({ person, bound: [alg] }) => {
    const here = { kind: "done", goTo: "/admin/keys" } as const;
    const result = await rotateSigningKey(person, alg, new Date());
    if ("activeAt" in result) return { ...here, says: ({ admin }) => admin.keys.rotated(alg, result.activeAt) };
    if (result.problem === "forbidden") return { kind: "missing" };
    return { ...here, says: ({ admin }) => admin.keys.isWaiting(alg), tone: "warning" };
  },
});
