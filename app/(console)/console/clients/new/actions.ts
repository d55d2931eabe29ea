"use server";

import type { RegisterState } from "@/components/console/register-form";
import { requireActor } from "@/lib/console/console-page";
import { submitRegistration } from "@/lib/console/registration-form";

/** Registers the app, or fills in an address. The answer carries the secret, which is in no address, cookie or store. */
export async function registerClientAction(state: RegisterState, form: FormData): Promise<RegisterState> {
  return submitRegistration(await requireActor(), state, form);
}
