"use server";

import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { register, registrationFields } from "@/lib/console/registration-form";

/**
 * Registers the app, or fills in an address. The answer carries the secret, which is in no address, cookie or store.
 */
export const registerClientAction = formAction({
  bound: [],
  fields: registrationFields,
  problems: ({ console }) => console.problems,
  person: requireActor,
  act: ({ person, values }) => register(person, values),
});
