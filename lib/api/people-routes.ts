import { z } from "zod";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import { makeAdministrator, makeSupport, unmakeAdministrator, unmakeSupport } from "../people/administrators";
import { setPersonClaimValue } from "../people/claim-values";
import { deletePerson } from "../people/delete-person";
import { FACTOR_FILTERS, listPeople, PEOPLE_STATES, SEEN_FILTERS } from "../people/list-people";
import { ManagedPerson } from "../people/managed-person";
import { getPersonDetails } from "../people/person-details";
import { requireNewFactor } from "../people/require-new-factor";
import { makeResetLink } from "../people/reset-link";
import type { PeopleProblem, Result } from "../people/result";
import { endPersonSessions, resumePerson, suspendPerson } from "../people/suspend-person";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";
import { limitOf, toPage } from "./page-of";
import { peopleProblem } from "./people-problem";

const LIST = "/admin/users";
const ONE = `${LIST}/{user_id}`;
const scope = ADMIN_SCOPE;

/** The first member that is no claim ends it. */
const valuesBody = z.record(z.string(), z.unknown());

/** What an administrator's own tools may do with people: only clients of the operator get this scope. */
export const peopleRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getPeople },
  { method: "GET", path: ONE, scope, handle: getPerson },
  { method: "DELETE", path: ONE, scope, handle: deleteOne },
  { method: "PATCH", path: `${ONE}/claims`, scope, body: valuesBody, handle: patchClaims },
  { method: "POST", path: `${ONE}/suspend`, scope, handle: onPerson(suspendPerson, toEnded) },
  { method: "POST", path: `${ONE}/resume`, scope, handle: onPerson(resumePerson, noContent) },
  { method: "POST", path: `${ONE}/end-sessions`, scope, handle: onPerson(endPersonSessions, toEnded) },
  { method: "POST", path: `${ONE}/require-new-factor`, scope, handle: onPerson(requireNewFactor, toEnded) },
  { method: "POST", path: `${ONE}/reset-link`, scope, handle: onPerson(makeResetLink, toLink) },
  { method: "POST", path: `${ONE}/administrator`, scope, handle: onPerson(makeAdministrator, noContent) },
  { method: "DELETE", path: `${ONE}/administrator`, scope, handle: onPerson(unmakeAdministrator, noContent) },
  { method: "POST", path: `${ONE}/support`, scope, handle: onPerson(makeSupport, noContent) },
  { method: "DELETE", path: `${ONE}/support`, scope, handle: onPerson(unmakeSupport, noContent) },
];

async function getPeople(call: ApiCall): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return problem(400, limit);
  const state = oneOf(searchParams, "state", PEOPLE_STATES);
  if (state instanceof Response) return state;
  const factor = oneOf(searchParams, "second_factor", FACTOR_FILTERS);
  if (factor instanceof Response) return factor;
  const seen = oneOf(searchParams, "last_seen", SEEN_FILTERS);
  if (seen instanceof Response) return seen;
  const query = searchParams.get("query") ?? "";
  const after = searchParams.get("after") ?? undefined;
  const found = await listPeople(
    administratorOf(call),
    { query, state, factor, seen, after, limit },
    call.context.now(),
  );
  if (!found) return notAdministrator();
  const last = found.people.at(-1);
  const asked = new URLSearchParams({
    query,
    state,
    second_factor: factor,
    last_seen: seen,
    limit: String(limit),
    after: last?.userId ?? "",
  });
  const next = found.hasMore ? `${getOwnApi(call.context.issuer)}${LIST}?${asked}` : null;
  const page = toPage(found.people, next);
  const users = page.items.map((user) => ({
    id: user.userId,
    email: user.email,
    email_verified: user.isEmailVerified,
    name: user.name,
    is_admin: user.isAdmin,
    is_support: user.isSupport,
    suspended_at: user.suspendedAt?.toISOString() ?? null,
    created_at: user.createdAt.toISOString(),
    last_seen_at: user.lastSeenAt?.toISOString() ?? null,
  }));
  return Response.json({ users, next: page.next }, { headers: page.headers });
}

/** The value of a filter, `all` where there is none; the refusal of any other. */
function oneOf<T extends string>(given: URLSearchParams, name: string, values: readonly T[]): T | Response {
  const wanted = given.get(name) ?? "all";
  return values.find((each) => each === wanted) ?? problem(400, `${name} must be one of ${values.join(", ")}.`);
}

async function getPerson(call: ApiCall): Promise<Response> {
  const found = await findPerson(call);
  if (found instanceof Response) return found;
  const person = await getPersonDetails(found, call.context.now());
  return Response.json({
    id: person.userId,
    email: person.email,
    email_verified: person.emailVerifiedAt !== null,
    name: person.name,
    locale: person.locale,
    is_admin: person.isAdmin,
    is_support: person.isSupport,
    has_password: person.hasPassword,
    second_factors: {
      authenticator: person.factors.authenticator && datesOf(person.factors.authenticator),
      passkeys: person.factors.passkeys.map((passkey) => ({ name: passkey.name, ...datesOf(passkey) })),
      recovery_codes_left: person.factors.recoveryCodesLeft,
    },
    suspended_at: person.suspendedAt?.toISOString() ?? null,
    created_at: person.createdAt.toISOString(),
    sessions: person.sessions.map((session) => ({
      id: session.sessionId,
      ip_address: session.ipAddress,
      user_agent: session.userAgent,
      authenticated_at: session.authenticatedAt.toISOString(),
      last_seen_at: session.lastSeenAt.toISOString(),
    })),
    apps: person.apps.map((app) => ({
      client_id: app.clientId,
      client_name: app.name,
      allowed_at: app.allowedAt.toISOString(),
      last_used_at: app.lastUsedAt?.toISOString() ?? null,
    })),
    groups: person.groups.map(({ groupId, name }) => ({ id: groupId, name })),
    claims: Object.fromEntries(person.claims.flatMap(({ name, value }) => (value === null ? [] : [[name, value]]))),
    clients: person.ownedClients.map(({ clientId, name }) => ({ client_id: clientId, client_name: name })),
  });
}

/** Sets values of the operator's own claims, by their names; null takes one away, and absent ones stay. @see RFC 7396 */
async function patchClaims(call: ApiCall): Promise<Response> {
  const found = await findPerson(call);
  if (found instanceof Response) return found;
  if (found.isBeyond("administrator")) return notAdministrator();
  const sent = await readBody(call.request, valuesBody);
  if (!sent.ok) return sent.response;
  for (const [name, value] of Object.entries(sent.body)) {
    const result = await setPersonClaimValue(found, name, value, call.context.now());
    if (result.ok) continue;
    const reason = wordsFor("en").common.claims.problems[result.problem];
    const errors = [{ name, reason }];
    return problem(422, "This value cannot be stored; those before it are.", { errors });
  }
  return getPerson(call);
}

/** `apps` says what happens with apps of the person: `delete`, or `take` for the person of the token. */
async function deleteOne(call: ApiCall): Promise<Response> {
  const wanted = new URL(call.request.url).searchParams.get("apps");
  if (wanted !== null && wanted !== "delete" && wanted !== "take") return problem(400, "apps must be delete or take.");
  return onPerson((person, now) => deletePerson(person, now, wanted), noContent)(call);
}

function datesOf({ createdAt, lastUsedAt }: { createdAt: Date; lastUsedAt: Date | null }) {
  return { created_at: createdAt.toISOString(), last_used_at: lastUsedAt?.toISOString() ?? null };
}

const STATUS: Partial<Record<PeopleProblem, number>> = { missing: 404, administratorOnly: 403, tooMany: 429 };

/** An operation that is one act on the person whom the path names. */
function onPerson<T>(act: (person: ManagedPerson, now: Date) => Promise<Result<T>>, answer: (value: T) => Response) {
  return async (call: ApiCall): Promise<Response> => {
    const found = await findPerson(call);
    if (found instanceof Response) return found;
    const result = await act(found, call.context.now());
    if (result.ok) return answer(result.value);
    return peopleProblem(STATUS[result.problem] ?? 409, result, wordsFor("en").admin.people.problems);
  };
}

/** 403 says nothing of whom there is: the person of the token administers nothing, or no longer. */
async function findPerson(call: ApiCall): Promise<ManagedPerson | Response> {
  const actor = administratorOf(call);
  const person = await ManagedPerson.find(actor, call.params.user_id ?? "");
  if (person) return person;
  const isAdministrator = (await listPeople(actor, { limit: 1 })) !== null;
  return isAdministrator ? problem(404, "There is no such account.") : notAdministrator();
}

function notAdministrator(): Response {
  return problem(403, "The person of this access token is no administrator.");
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}

function toEnded({ sessions }: { sessions: number }): Response {
  return Response.json({ ended_sessions: sessions });
}

function toLink({ link, expiresAt }: { link: string; expiresAt: Date }): Response {
  return Response.json({ link, expires_at: expiresAt.toISOString() }, { status: 201 });
}
