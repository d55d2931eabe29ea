"use server";

import { apiPath } from "@/components/console/api-path";
import { registerApi } from "@/lib/apis/registered-apis";
import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { apiFields, toApiSettings } from "@/lib/console/api-fields";
import { comeBack } from "@/lib/console/form-result";
import * as field from "@/lib/forms/fields";

/** Registers an API. */
export const registerApiAction = formAction({
  bound: [],
  isOnce: true,
  fields: { ...apiFields, identifier: field.text() },
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: async ({ person, values }) => {
    const result = await registerApi(person, { ...toApiSettings(values), identifier: values.identifier });
    if (!result.ok) return comeBack(result.problem);
    return {
      kind: "done",
      goTo: apiPath(result.value.apiId),
      says: ({ console }) => console.apis.registerPage.done(values.name),
    };
  },
});
