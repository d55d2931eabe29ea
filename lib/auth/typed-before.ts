import { cookies, headers } from "next/headers";
import { encodeTypedBefore, readTypedBefore } from "../forms/typed-before";
import { getCookieName, getCookieOptions } from "../http/cookies";
import { PATH_HEADER } from "../http/page-path";
import { getCurrentUser } from "./require-user";

/** In a Server Action, before it leads to the sign-in: the page of the form shows again what was typed, once. */
export async function keepTyped(values: Record<string, string>): Promise<void> {
  const user = await getCurrentUser();
  if (user === null || Object.values(values).every((value) => value === "")) return;
  const encoded = encodeTypedBefore({ userId: user.userId, path: await readPath(), values });
  if (encoded !== null) (await cookies()).set(getCookieName("typed"), encoded, getCookieOptions("typed"));
}

/** What the person at the browser typed on this page before they signed in anew, by the ids of the fields. */
export async function findTypedBefore(): Promise<{ path: string; values: Record<string, string> }> {
  const path = await readPath();
  const typed = readTypedBefore(await headers(), path);
  const isOwn = typed !== null && typed.userId === (await getCurrentUser())?.userId;
  return { path, values: isOwn ? typed.values : {} };
}

/** Of the page, without its query. */
async function readPath(): Promise<string> {
  return ((await headers()).get(PATH_HEADER) ?? "").replace(/\?.*$/, "");
}
