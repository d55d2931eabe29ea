"use server";

import { findReview } from "@/lib/admin/review-clients";
import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { OwnedClient } from "@/lib/clients/managed-client";
import { resumeClient, suspendClient } from "@/lib/clients/suspend-client";
import { sayWhy } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";

const LIST = "/admin/clients";

/** Suspends or resumes an app, and returns to the page with the button. */
export const changeSuspensionAction = formAction({
  bound: [bound.oneOf(["suspend", "resume"]), bound.oneOf(["list", "app"]), bound.text],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [wanted, back, clientId] }) => {
    const name = (await findReview(person, clientId))?.client.name ?? "";
    const managed = await OwnedClient.find(person, clientId);
    if (!managed) return { kind: "missing" };
    const goTo = back === "list" ? LIST : `${LIST}/${encodeURIComponent(clientId)}`;
    const act = wanted === "suspend" ? suspendClient : resumeClient;
    const result = await act(managed);
    if (!result.ok) return sayWhy(result.problem, goTo, "danger");
    return {
      kind: "done",
      goTo,
      says: ({ console: { settings } }) =>
        wanted === "suspend" ? settings.suspend.done(name) : settings.suspend.resumed(name),
    };
  },
});
