"use server";

import { formAction } from "@/lib/auth/form-action";
import { DELIVERIES, saveStream, sendAgain } from "@/lib/clients/event-stream";
import { requireClient } from "@/lib/console/console-page";
import { comeBack } from "@/lib/console/form-result";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";
import type { Words } from "@/lib/i18n/words";

/** Sets how the app is told of events. */
export const saveStreamAction = formAction({
  bound: [bound.text],
  fields: {
    delivery: field.choice(DELIVERIES),
    endpointUrl: field.text(),
    authorization: field.password(),
    removesAuthorization: field.tick(),
    events: field.ticks(),
  },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId], values }) => {
    const result = await saveStream(managed, values);
    if (!result.ok) return comeBack(result.problem);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.signals.flash[result.value] };
  },
});

/** Sends one event again. */
export const sendAgainAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId, eventId] }) => {
    const count = await sendAgain(managed, eventId);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => sayAgain(console, count) };
  },
});

/** Sends every event again that the app did not take. */
export const sendAllAgainAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireClient(clientId),
  act: async ({ person: managed, bound: [clientId] }) => {
    const count = await sendAgain(managed, null);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => sayAgain(console, count) };
  },
});

function sayAgain({ signals }: Words["console"], count: number | "unverified"): string {
  return count === "unverified" ? signals.flash.unverified : signals.flash.again(count);
}

function pathOf(clientId: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/signals`;
}
