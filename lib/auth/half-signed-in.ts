import { z } from "zod";
import { newId } from "@/lib/db/driver/new-id";
import { findUser, type User, type UserState } from "@/lib/db/people/users";
import { oauthStore } from "@/lib/db/protocol/store";
import { clearCookie, readCookies, serializeCookie } from "@/lib/http/cookies";
import { hashSecret } from "@/lib/oauth/secrets";
import type { Destination } from "./destination";
import { seal, unseal } from "./sealed-cookie";

const PURPOSE = "half_signed_in";

/** How long the next factor may take, in seconds. */
export const HALF_SIGNED_IN_LIFETIME = 600;

const schema = z.object({
  id: z.string(),
  userId: z.string(),
  /** names of factors */
  proved: z.array(z.string()).min(1),
  browserHash: z.string(),
  requestId: z.string().nullable(),
  returnTo: z.string().nullable(),
  /** the page to see first after the sign-in, as {@link Arrival.by} */
  by: z.templateLiteral(["/", z.string()]).nullable().default(null),
  /** seconds since 1970 */
  begunAt: z.number(),
  /** milliseconds since 1970; cookies of the version before have none */
  provedAt: z.number().nullable().default(null),
  /** as the account was when the person proved it, in milliseconds since 1970 */
  passwordChangedAt: z.number().nullable(),
  browsersForgottenAt: z.number().nullable(),
});

/**
 * Somebody who proved one factor and still has to prove another. This is not a session: it opens no page of an account
 * and no API, and leads to no code. It lasts ten minutes, in the browser where the factor was proved, and only for the
 * destination that the person came for.
 */
export interface HalfSignedIn extends Pick<z.infer<typeof schema>, "id" | "userId" | "proved" | "by">, UserState {
  /** when the oldest of the proofs that were given here was given, in seconds since 1970 */
  begunAt: number;
  /** when the oldest of all was given, if that was elsewhere and before; null: all were given here */
  provedAt: Date | null;
}

/** The browser and the destination for which somebody is half signed in. */
export interface HalfSignedInPlace {
  browserToken: string;
  destination: Destination;
}

/** When the oldest of its proofs was given. */
export function oldestProofOf({ begunAt, provedAt }: Pick<HalfSignedIn, "begunAt" | "provedAt">): Date {
  return new Date(Math.min(begunAt * 1000, provedAt?.getTime() ?? Number.POSITIVE_INFINITY));
}

/** The `Set-Cookie` value that keeps it, sealed, in the browser. `user`: as they were when they proved it. */
export async function rememberHalf(
  {
    user,
    proved,
    by,
    begunAt,
    provedAt,
  }: Pick<HalfSignedIn, "proved" | "by" | "begunAt" | "provedAt"> & { user: User },
  { browserToken, destination }: HalfSignedInPlace,
  now: Date,
): Promise<string> {
  const state = {
    id: newId(),
    userId: user.userId,
    proved,
    browserHash: hashSecret(browserToken),
    ...destination,
    by,
    begunAt,
    provedAt: provedAt?.getTime() ?? null,
    passwordChangedAt: user.passwordChangedAt?.getTime() ?? null,
    browsersForgottenAt: user.browsersForgottenAt?.getTime() ?? null,
  };
  return serializeCookie("half_signed_in", await seal(PURPOSE, state, HALF_SIGNED_IN_LIFETIME, now));
}

/** Who began to sign in, in this browser and for this destination; null: nobody, or it took too long. */
export async function findBegun(
  source: Request | Headers,
  { browserToken, destination }: HalfSignedInPlace,
  now: Date,
): Promise<HalfSignedIn | null> {
  for (const sealed of readCookies(source, "half_signed_in")) {
    const { data } = schema.safeParse(await unseal(PURPOSE, sealed, now));
    const isHere =
      data?.browserHash === hashSecret(browserToken) &&
      data.requestId === destination.requestId &&
      data.returnTo === destination.returnTo;
    if (!isHere) continue;
    const { id, userId, proved, by, begunAt } = data;
    const passwordChangedAt = toDate(data.passwordChangedAt);
    const browsersForgottenAt = toDate(data.browsersForgottenAt);
    const provedAt = toDate(data.provedAt);
    return { id, userId, proved, by, begunAt, provedAt, passwordChangedAt, browsersForgottenAt };
  }
  return null;
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}

/** The `Set-Cookie` value that clears it, after the person is signed in. */
export function forgetHalf(): string {
  return clearCookie("half_signed_in");
}

/** Whose sign-in it is, and the state of the account that it rests on. */
type HalfOf = Pick<HalfSignedIn, "userId" | keyof UserState>;

/** Whether it is this person's, and their password and factors are still those that it rests on. */
export function isHalfOf(half: HalfOf, user: User): boolean {
  return (
    half.userId === user.userId &&
    half.passwordChangedAt?.getTime() === user.passwordChangedAt?.getTime() &&
    half.browsersForgottenAt?.getTime() === user.browsersForgottenAt?.getTime()
  );
}

/** That person, unless they were suspended, or their password or all their factors changed meanwhile. */
export async function findPersonOf(half: HalfOf): Promise<User | null> {
  const user = await findUser(half.userId);
  return user?.suspendedAt === null && isHalfOf(half, user) ? user : null;
}

/** Uses it up when it becomes a session. True once: after that, a copy of the cookie is worthless. */
export async function useHalfUp({ id }: HalfSignedIn, now: Date): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + 2 * HALF_SIGNED_IN_LIFETIME * 1000);
  return await oauthStore.useJti(hashSecret(`${PURPOSE} ${id}`), expiresAt, now);
}
