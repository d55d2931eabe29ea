"use server";

import { formAction } from "@/lib/auth/form-action";
import { createSecret, findSecrets, revokeSecret } from "@/lib/clients/client-secrets";
import { requireFreshClient } from "@/lib/console/console-page";
import { envBlock, type ShownSecret } from "@/lib/console/env-block";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import { getEnv } from "@/lib/env";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";

/** Makes a secret and answers with it, this once. */
export const createSecretAction = formAction({
  bound: [bound.text],
  fields: { requestKey: field.hidden() },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshClient(clientId),
  act: async ({
    person: managed,
    bound: [clientId],
    values,
  }): Promise<FormResult<"requestKey", never, ShownSecret>> => {
    const result = await createSecret(managed, values.requestKey || null);
    if (!result.ok) return comeBack(result.problem);
    const secret = result.value.value;
    const env = envBlock({ issuer: getEnv().issuer, clientId, clientSecret: secret });
    return { kind: "shown", shown: () => ({ secret, env }) };
  },
});

/** Stops a secret from working. */
export const revokeSecretAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireFreshClient(clientId),
  act: async ({ person: managed, bound: [clientId, secretId] }) => {
    const goTo = `/console/clients/${encodeURIComponent(clientId)}/credentials`;
    const hint = (await findSecrets(managed)).find((secret) => secret.id === secretId)?.hint ?? "";
    const result = await revokeSecret(managed, secretId);
    if (!result.ok) return sayWhy(result.problem, goTo);
    return { kind: "done", goTo, says: ({ console }) => console.credentials.revokedFlash(hint) };
  },
});
