"use server";

import { formAction } from "@/lib/auth/form-action";
import { requireUser } from "@/lib/auth/require-user";
import { requireClient } from "@/lib/console/console-page";
import { beginRun, endRun } from "@/lib/console/playground/begin-run";
import type { Player } from "@/lib/console/playground/run";
import { PLAYGROUND_ACTS, type PlaygroundAct, sendStep } from "@/lib/console/playground/send-step";
import * as bound from "@/lib/forms/bound";

/** Begins anew, with values of its own for one sign-in. */
export const beginAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => play(clientId),
  act: async ({ person: player, bound: [clientId] }) => {
    await beginRun(player, new Date());
    return { kind: "done", goTo: pathOf(clientId, "prepare"), says: ({ console }) => console.playground.begun };
  },
});

/** Sends one request, right or wrong. */
export const sendAction = formAction({
  bound: [bound.text, bound.oneOf(PLAYGROUND_ACTS)],
  fields: {},
  person: ({ bound: [clientId] }: { bound: [string, PlaygroundAct] }) => play(clientId),
  act: async ({ person: player, bound: [clientId, act] }) => {
    const outcome = await sendStep(player, act, new Date());
    return {
      kind: "done",
      goTo: pathOf(clientId, act),
      says: ({ console: { playground } }) => playground.outcomes[outcome],
      ...(outcome !== "sent" && { tone: "warning" as const }),
    };
  },
});

/** Revokes the tokens and forgets what was tried. */
export const endAction = formAction({
  bound: [bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => play(clientId),
  act: async ({ person: player, bound: [clientId] }) => {
    await endRun(player, new Date());
    return { kind: "done", goTo: pathOf(clientId, "prepare"), says: ({ console }) => console.playground.ended };
  },
});

async function play(clientId: string): Promise<Player> {
  const managed = await requireClient(clientId);
  const { sessionId } = await requireUser(pathOf(clientId, "prepare"));
  return { managed, sessionId };
}

function pathOf(clientId: string, part: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/playground#${part}`;
}
