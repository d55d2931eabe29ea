import { getDb } from "../driver/database";

/** Whose run it is: one for each app and session. */
export interface PlaygroundPlace {
  clientId: string;
  sessionId: string;
}

/** A run as it begins. */
export interface NewPlaygroundRun extends PlaygroundPlace {
  /** of the state of its authorization request */
  stateHash: string;
  /** of that whole request */
  requestHash: string;
  /** until when its answer may come */
  answerBy: Date;
  /** encrypted */
  sealed: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Stores a run, in place of the one before. */
export async function storePlaygroundRun(run: NewPlaygroundRun): Promise<void> {
  const { clientId, sessionId } = run;
  const db = await getDb();
  await db.playgroundRun.upsert({
    where: { clientId_sessionId: { clientId, sessionId } },
    create: run,
    update: { ...run, answeredAt: null },
    select: { clientId: true },
  });
}

/** What was sealed, and whether the authorization request was answered; null: there is no run, or it is over. */
export async function findPlaygroundRun(
  { clientId, sessionId }: PlaygroundPlace,
  now: Date,
): Promise<{ sealed: string; stateHash: string; expiresAt: Date } | null> {
  const db = await getDb();
  return await db.playgroundRun.findFirst({
    where: { clientId, sessionId, expiresAt: { gt: now } },
    select: { sealed: true, stateHash: true, expiresAt: true },
  });
}

/** Whether a run of this place waits for the answer to this request. */
export async function awaitsPlaygroundAnswer(
  { clientId, sessionId }: PlaygroundPlace,
  requestHash: string,
  now: Date,
): Promise<boolean> {
  const db = await getDb();
  const where = { clientId, sessionId, requestHash, answeredAt: null, answerBy: { gt: now } };
  return (await db.playgroundRun.count({ where })) === 1;
}

/** The app whose run in this session has this state; null: none has. */
export async function findPlaygroundByState(sessionId: string, stateHash: string): Promise<string | null> {
  const db = await getDb();
  const found = await db.playgroundRun.findFirst({ where: { sessionId, stateHash }, select: { clientId: true } });
  return found?.clientId ?? null;
}

/** Takes the one answer to the request of a run. True for exactly one caller, and only in time. */
export async function takePlaygroundAnswer(sessionId: string, stateHash: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.playgroundRun.updateMany({
    where: { sessionId, stateHash, answeredAt: null, answerBy: { gt: now } },
    data: { answeredAt: now },
  });
  return count === 1;
}

/** Keeps what was sealed anew. Does nothing when another run took this one's place. */
export async function keepPlaygroundRun(
  { clientId, sessionId }: PlaygroundPlace,
  { stateHash, sealed }: { stateHash: string; sealed: string },
): Promise<void> {
  const db = await getDb();
  await db.playgroundRun.updateMany({ where: { clientId, sessionId, stateHash }, data: { sealed } });
}

/** Deletes the run of a place. */
export async function deletePlaygroundRun({ clientId, sessionId }: PlaygroundPlace): Promise<void> {
  const db = await getDb();
  await db.playgroundRun.deleteMany({ where: { clientId, sessionId } });
}
