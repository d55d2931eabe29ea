import { confirmAuthenticator, findPendingAuthenticator, insertPendingAuthenticator } from "../people/authenticators";

/** Gives a person an authenticator app whose first code was right; answers its id. Its secret is no real one. */
export async function newAuthenticator(userId: string, now: Date): Promise<string> {
  const place = { userId, shownTo: crypto.randomUUID() };
  const before = new Date(0);
  await insertPendingAuthenticator(place, { secretJwe: "sealed", before }, now);
  const pending = await findPendingAuthenticator(place, before);
  const authenticatorId = pending?.authenticatorId ?? "";
  if (!(await confirmAuthenticator({ userId, authenticatorId }, { step: 1, isFirst: false }, now)))
    throw new Error("The authenticator app was not confirmed.");
  return authenticatorId;
}
