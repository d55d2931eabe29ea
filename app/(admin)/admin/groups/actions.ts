"use server";

import { requireFreshActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import * as field from "@/lib/forms/fields";
import type { FormResult } from "@/lib/forms/result";
import { createGroup, GROUP_NAME_LIMIT } from "@/lib/people/groups";
import type { GroupProblem } from "@/lib/people/result";

/** Makes a group; its page follows, where people are added. */
export const createGroupAction = formAction({
  bound: [],
  isOnce: true,
  fields: { name: field.text(GROUP_NAME_LIMIT * 4) },
  problems: ({ admin }) => admin.groups.problems,
  person: () => requireFreshActor(),
  act: async ({ person, values }): Promise<FormResult<"name", GroupProblem>> => {
    const result = await createGroup(person, values.name, new Date());
    if (!result.ok) return { kind: "refused", fields: { name: result.problem } };
    const { groupId, name } = result.value;
    return { kind: "done", goTo: `/admin/groups/${groupId}`, says: ({ admin }) => admin.groups.created(name) };
  },
});
