import type { User } from "@/lib/db/people/users";
import type { Authentication, Consent } from "@/lib/oauth/model";
import { picturePath } from "@/lib/oauth/tokens/picture-path";
import { countSignedIn } from "./browser-accounts";
import { decodeEmail } from "./readable-host";
import { findSession } from "./session";

/** The person at the browser. */
export interface CurrentUser {
  userId: string;
  /** with its domain in readable letters */
  email: string;
  name: string | null;
  /** the language that they chose for their account, as a BCP 47 tag; null: none */
  locale: string | null;
  /** of the picture that they uploaded; null: none */
  picturePath: string | null;
  isAdmin: boolean;
  /** may look after people, and is no administrator */
  isSupport: boolean;
  /** as {@link User.browsersForgottenAt} */
  browsersForgottenAt: Date | null;
  sessionId: string;
  /** when they last proved who they are */
  authenticatedAt: Date;
  /** how: RFC 8176 method names */
  amr: string[];
}

/** Who is signed in, for route handlers and the protocol. */
export async function findAuthentication(request: Request): Promise<Authentication | null> {
  return (await findAuthenticationFor(request, null))?.authentication ?? null;
}

/** The same, with what the person allowed a client before, in one query. */
export async function findAuthenticationFor(
  request: Request,
  clientId: string | null,
): Promise<{ authentication: Authentication; consent: Consent | null } | null> {
  const found = await findSession(request, new Date(), clientId);
  if (!found) return null;
  const { sessionId, userId, authenticatedAt, amr } = found.session;
  const accountCount = await countSignedIn(request);
  const { locale } = found.user;
  return { authentication: { sessionId, userId, authenticatedAt, amr, accountCount, locale }, consent: found.consent };
}

/** The person who sent this request, for use cases behind route handlers. */
export async function findCurrentUser(source: Request | Headers): Promise<CurrentUser | null> {
  const found = await findSession(source);
  if (!found) return null;
  const { user, session } = found;
  return {
    userId: user.userId,
    email: decodeEmail(user.email),
    name: user.name,
    locale: user.locale,
    picturePath: user.pictureKey === null ? null : picturePath(user.pictureKey),
    isAdmin: user.isAdmin,
    isSupport: user.isSupport,
    browsersForgottenAt: user.browsersForgottenAt,
    sessionId: session.sessionId,
    authenticatedAt: session.authenticatedAt,
    amr: session.amr,
  };
}
