import { z } from "zod";
import { seal, unseal } from "../../auth/sealed-cookie";
import type { ManagedClient } from "../../clients/managed-client";
import { findPlaygroundRun, keepPlaygroundRun } from "../../db/clients/playground-runs";
import { exchangeSchema, PLAYGROUND_MISTAKES, PLAYGROUND_STEPS } from "./exchange";

/** How long what was tried is kept, in seconds. */
export const RUN_LIFETIME = 3600;

/** A developer of an app, in one session: whose run it is. */
export interface Player {
  managed: ManagedClient;
  sessionId: string;
}

const PURPOSE = "playground";

const runSchema = z.object({
  /** whose it is: sealed with it, so that no row passes for another */
  clientId: z.string(),
  sessionId: z.string(),
  /** the authorization request: its parameters; null: the app signs nobody in */
  asked: z.array(z.tuple([z.string(), z.string()])).nullable(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** what the callback got; null: nothing yet */
  answered: z.array(z.tuple([z.string(), z.string()])).nullable(),
  code: z.string().nullable(),
  tokens: z.object({
    access: z.string().nullable(),
    refresh: z.string().nullable(),
    id: z.string().nullable(),
    /** the app's own, by client credentials */
    own: z.string().nullable(),
  }),
  /** the newest of each kind */
  exchanges: z.partialRecord(z.enum([...PLAYGROUND_STEPS, ...PLAYGROUND_MISTAKES]), exchangeSchema),
  /** the ID token is checked against a nonce that no request had */
  isNonceWrong: z.boolean(),
});

/** What a developer tries with an app, from the first request on. */
export type Run = z.infer<typeof runSchema>;

/** Encrypts a run for its row. */
export function sealRun(run: Run, now: Date): Promise<string> {
  return seal(PURPOSE, run, RUN_LIFETIME, now);
}

/** The run of this developer, app and session; null: there is none, or it is over. */
export async function findRun({ managed, sessionId }: Player, now: Date): Promise<Run | null> {
  const { clientId } = managed;
  const found = await findPlaygroundRun({ clientId, sessionId }, now);
  if (found === null) return null;
  const { data } = runSchema.safeParse(await unseal(PURPOSE, found.sealed, now));
  return data?.clientId === clientId && data.sessionId === sessionId ? data : null;
}

/** Stores what became of a run. Does nothing when the developer began another one meanwhile. */
export async function keepRun(run: Run, stateHash: string, now: Date): Promise<void> {
  await keepPlaygroundRun(run, { stateHash, sealed: await sealRun(run, now) });
}
