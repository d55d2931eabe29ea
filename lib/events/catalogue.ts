import { z } from "zod";
import type { RefusalCause, RefusalValues } from "../oauth/refusal-causes";
import { apiSettings, scopeSettings } from "./api-data";
import { byDirectory, directory, directorySettings } from "./directory-data";
import type { EventKind } from "./event-kind";
import { finishedImport, profileImport } from "./import-data";
import { TEAM_ROLES } from "./team-roles";
import { UPSTREAM_CAUSES } from "./upstream-causes";

const names = z.array(z.string());
const maybeText = z.string().optional();
/** the administrator who did it to somebody's account; null: the operator, at the command line */
/** `directoryId`: a directory did it, and nobody else; `by` is null */
const byAdministrator = z.object({ by: z.string().nullable(), directoryId: z.string().optional() });
const groupName = byAdministrator.extend({ groupId: z.string(), name: z.string() });
const identifier = z.object({ identifier: z.string() });
const scopeName = identifier.extend({ scope: z.object({ name: z.string() }) });
const sessionId = z.object({ sessionId: z.string() });
/** the grant that a request is about, or leads to if the person allows it */
const ofGrant = z.object({ grantId: z.string().optional() });
const usedSecret = ofGrant.extend({ secretId: z.string().optional() });
const teamRole = z.object({ role: z.enum(TEAM_ROLES) });

/** The error code and description of a refusal, and its cause with the received and expected values. */
export type RefusalData = { error: string; description: string; cause: RefusalCause; grantId?: string } & RefusalValues;

const settingValue = z.union([z.string(), z.number(), z.boolean(), names, z.null()]).optional();

const refusalData = z.custom<RefusalData>();
const causeOnly = z.custom<{ cause: RefusalCause }>();

/**
 * Every event of the audit log by its type, as the database holds it: its data, and who sees it. Another type, or other
 * data, does not compile. Refusals of an endpoint are named after the endpoint: {@link refusedAt}.
 */
export const EVENTS = {
  // the door
  "sign_in.succeeded": { data: sessionId.extend({ amr: names }), person: "signedIn" },
  "sign_in.refused": { person: "signInRefused" },
  "sign_in.limited": { person: "signInLimited" },
  sign_out: { data: sessionId },
  "limit.reached": {
    data: z.object({ rule: z.string(), max: z.number(), seconds: z.number(), refused: z.number() }),
  },

  /** the mail server did not accept a mail; `domain` of its recipient; `status` of the server's answer, null: none */
  "mail.refused": {
    data: z.object({ what: z.string(), domain: z.string(), status: z.number().nullable(), isGivenUp: z.boolean() }),
  },

  /** an administrator had a mail sent at once; `status` of the server's answer, null: none */
  "mail.tested": { data: z.object({ domain: z.string(), status: z.number().nullable() }) },

  // a person's account
  "user.created": {
    data: z
      .object({
        isAdmin: z.boolean(),
        by: z.enum(["set-up link", "invitation", "upstream", "import", "directory"]).optional(),
        invitationId: z.string().optional(),
        directoryId: z.string().optional(),
      })
      .optional(),
    person: "joined",
  },
  "profile.changed": {
    data: z.union([profileImport, byDirectory]).optional(),
    person: "profileChanged",
    isRepeatable: true,
  },
  /** a code went to a new address; the log holds no addresses */
  "email.change_asked": { person: "emailChangeAsked" },
  "email.change_cancelled": { person: "emailChangeCancelled" },
  "email.changed": { data: byDirectory.optional(), person: "emailChanged" },
  /** for the first time, by a mailed code or link; what was in the account before lets nobody in any more */
  "email.proved": { data: z.object({ hadWaysIn: z.boolean(), endedSessions: z.number() }), person: "emailProved" },
  /** by the link that was mailed to the old address */
  "email.restored": { data: z.object({ endedSessions: z.number() }), person: "emailRestored" },
  "password.changed": { data: z.object({ endedSessions: z.number() }), person: "passwordChanged" },
  /** by a mailed code or link, or by the link that an operator made */
  "password.reset": {
    data: z.object({ by: z.enum(["mail", "operator"]), endedSessions: z.number() }).optional(),
    person: "passwordReset",
  },
  "password.reset_link_created": { data: byAdministrator, person: "resetLinkMade" },
  "password.refused": { person: "passwordRefused" },
  "authenticator.added": { person: "authenticatorAdded" },
  "authenticator.removed": { person: "authenticatorRemoved" },
  "browser.remembered": { person: "browserRemembered" },
  "browser.forgotten": { person: "browserForgotten" },
  "passkey.added": { data: z.object({ aaguid: z.string() }), person: "passkeyAdded" },
  "passkey.removed": { data: z.object({ passkeyId: z.string() }), person: "passkeyRemoved" },
  "passkey.renamed": { data: z.object({ passkeyId: z.string() }), isRepeatable: true },
  /** the signature was right and its counter was not: somebody has a copy of the key */
  "passkey.copied": {
    data: z.object({ passkeyId: z.string(), counter: z.number(), newCounter: z.number() }),
    person: "passkeyCopied",
  },
  "passkey.refused": {},
  "password.removed": { person: "passwordRemoved" },
  /** an account elsewhere signs the person in from now on, or no longer; `name` of the upstream */
  "upstream.linked": { data: z.object({ upstreamId: z.string(), name: z.string() }), person: "upstreamLinked" },
  "upstream.unlinked": { data: z.object({ upstreamId: z.string(), name: z.string() }), person: "upstreamUnlinked" },
  /** the person came back from there, and was asked for whatever else they need */
  "upstream.accepted": { data: z.object({ upstreamId: z.string(), name: z.string() }) },
  "upstream.refused": { data: z.object({ upstreamId: z.string(), cause: z.enum(UPSTREAM_CAUSES) }) },
  "recovery_codes.made": { person: "recoveryCodesMade" },
  "recovery_code.used": { data: z.object({ left: z.number() }), person: "recoveryCodeUsed" },
  "second_factor.refused": {
    data: z.object({ factor: z.string() }),
    person: "secondFactorRefused",
    isRepeatable: true,
  },
  "session.ended": { data: z.object({ by: z.enum(["person", "client"]) }), person: "sessionEnded" },
  "session.others_ended": { data: z.object({ count: z.number() }), person: "othersEnded" },

  // what administrators do to a person's account
  "user.suspended": { data: byAdministrator.extend({ sessions: z.number() }), person: "suspended" },
  "user.resumed": { data: byAdministrator, person: "resumed" },
  "user.deleted": { data: z.union([byAdministrator, z.object({ by: z.literal("person") })]) },
  "user.leaving": { data: z.object({ deleteAt: z.string() }), person: "leaving" },
  "user.kept": { person: "kept" },
  "session.all_ended": { data: byAdministrator.extend({ sessions: z.number() }), person: "endedByAdministrator" },
  /** all second factors of a person: `removed` counts authenticator apps and passkeys, `links` accounts elsewhere */
  "user.factors_removed": {
    data: byAdministrator.extend({ removed: z.number(), links: z.number().optional(), sessions: z.number() }),
    person: "factorsRemoved",
  },
  "administrator.added": { data: byAdministrator, person: "administratorAdded" },
  "administrator.removed": { data: byAdministrator, person: "administratorRemoved" },
  "support.added": { data: byAdministrator, person: "supportAdded" },
  "support.removed": { data: byAdministrator, person: "supportRemoved" },

  // groups of people
  "group.created": { data: groupName },
  "group.renamed": { data: byAdministrator.extend({ groupId: z.string(), from: z.string(), to: z.string() }) },
  "group.deleted": { data: groupName },
  "group.member_added": { data: groupName, person: "groupJoined" },
  "group.member_removed": { data: groupName, person: "groupLeft" },

  // the operator's own claims about people; never a value
  "claim.defined": {
    data: byAdministrator.extend({
      name: z.string(),
      claimType: z.string(),
      editor: z.string(),
      scope: z.string(),
    }),
  },
  "claim.changed": { data: byAdministrator.extend({ name: z.string(), editor: z.string(), scope: z.string() }) },
  "claim.removed": { data: byAdministrator.extend({ name: z.string() }) },
  "claim.value_changed": {
    data: byAdministrator.extend({ name: z.string(), isSet: z.boolean() }),
    person: "claimChanged",
  },

  /** `domain` of the address, which has no account yet */
  "invitation.sent": { data: byAdministrator.extend({ invitationId: z.string(), domain: z.string() }) },
  "invitation.withdrawn": { data: byAdministrator.extend({ invitationId: z.string() }) },

  // companies' directories
  "directory.added": { data: directorySettings },
  "directory.changed": { data: directorySettings },
  "directory.token_made": { data: directory },
  /** its people and groups stay, and are nobody's but the portal's */
  "directory.removed": { data: directory },
  /** an account that there was belongs to the directory from now on */
  "directory.person_linked": { data: byDirectory, person: "directoryLinked" },
  /** the directory deleted somebody who owns apps: the account is suspended, and an administrator decides about the rest */
  "directory.person_left": { data: byDirectory },

  // what a person allows
  /** on the consent page: the allowed scopes, and the APIs that the page named */
  "consent.given": {
    data: ofGrant.extend({ scopes: names, resources: names }),
    person: "appAllowed",
    endpoint: "consent",
  },
  /** the request is right, and waits for its person on a page */
  "authorize.asked": { data: ofGrant.extend({ page: z.string() }), endpoint: "authorize", isUnfiled: true },
  /** scopes that are unknown, or that the app may not have, were asked for besides others, and left out */
  "authorize.scope_ignored": {
    data: z.object({ receivedScope: z.string(), expectedScope: z.string() }),
    developers: "scope_ignored",
    endpoint: "authorize",
    isUnfiled: true,
  },
  /** its person signed in, or said with which account */
  "authorize.signed_in": { data: ofGrant, endpoint: "authorize", isUnfiled: true },
  "authorize.allowed": {
    data: ofGrant.extend({
      /** in its registered form */
      redirectUri: z.string().nullable(),
      scopes: z.string(),
      resources: z.string().optional(),
      pkce: z.boolean(),
      nonce: z.boolean(),
    }),
    person: "appSignedIn",
    personWithoutSignIn: "appCameBack",
    endpoint: "authorize",
  },
  "authorize.denied": { data: refusalData, person: "appDenied", developers: "cause", endpoint: "consent" },
  "authorize.refused": { data: refusalData, developers: "cause" },
  "consent.narrowed": { data: z.object({ scopes: names }), person: "appNarrowed" },
  "consent.device_removed": { data: sessionId, person: "appDeviceRemoved" },
  /** the portal ended it, because nobody had used it for this many days and its person did not say that they keep it */
  "consent.unused": { data: z.object({ scopes: names, resources: names, days: z.number() }), person: "appUnused" },
  /** it ended by itself, at the time that the person chose */
  "consent.expired": { person: "appEnded" },
  "consent.returned": { data: z.object({ scopes: names, resources: names }), person: "appReturned" },
  "consent.removed": { data: z.object({ scopes: names, resources: names }), person: "appRemoved" },

  // tokens
  "token.issued": {
    data: usedSecret.extend({ grantType: z.string(), scope: z.string().optional() }),
    endpoint: "token",
  },
  "token.revoked": { data: usedSecret, endpoint: "revoke" },
  /** the app asked to revoke a token that does not exist, which is answered in the same way */
  "token.not_found": { data: usedSecret, endpoint: "revoke", isUnfiled: true },
  "token.introspected": { data: usedSecret, endpoint: "introspect", isUnfiled: true },
  "userinfo.read": { data: ofGrant, endpoint: "userinfo", isUnfiled: true },
  "events.polled": { data: usedSecret, endpoint: "events", isUnfiled: true },
  "token.in_query": { data: z.object({ warning: z.string() }) },
  "code.reused": { data: causeOnly, developers: "cause" },
  "refresh_token.reused": { data: causeOnly, developers: "cause" },
  "backchannel_logout.sent": {
    data: z.object({ status: z.number() }),
    developers: "logout_token",
    endpoint: "backchannel_logout",
  },
  "refusals.unfiled": { data: z.object({ seconds: z.number() }) },
  /** a person caused more events of this type than the log keeps within these seconds */
  "acts.unfiled": { data: z.object({ type: z.string(), seconds: z.number() }) },

  // apps
  "client.registered": {
    data: z.object({
      name: z.string(),
      kind: z.string(),
      by: z.literal("registration").optional(),
      dotlessSchemes: names.optional(),
    }),
    person: "clientRegistered",
  },
  "client.changed": {
    data: z.union([
      z.object({ members: names }),
      z.object({ by: z.literal("registration"), dotlessSchemes: names.optional() }),
    ]),
  },
  "client.scopes_changed": { data: z.object({ scopes: names, optionalScopes: names }) },
  "client.redirect_uri_added": { data: z.object({ kind: z.string(), uris: names }) },
  "client.redirect_uri_changed": { data: z.object({ kind: z.string(), from: z.string(), to: z.string() }) },
  "client.redirect_uri_removed": { data: z.object({ redirectUriId: z.string() }) },
  "client.secret_created": {
    data: z.object({ clientSecretId: z.string(), hint: z.string() }),
    person: "secretCreated",
  },
  "client.secret_revoked": { data: z.object({ clientSecretId: z.string() }), person: "secretRevoked" },
  /** found in public, presented by somebody and ended; `url` and `source` as a partner that scans for secrets says */
  "credential.leaked": {
    data: z.object({ kind: z.string(), hint: maybeText, url: maybeText, source: maybeText }),
    developers: "leak",
    endpoint: "leaks",
  },
  "client.logo_failed": {
    data: z.object({ description: z.string(), logoUri: z.string() }),
    developers: "logo",
    endpoint: "logo",
  },
  /** to another developer, who has not taken it yet */
  "client.offered": { person: "clientOffered" },
  "client.offer_withdrawn": {},
  "client.offer_declined": {},
  /** its person is the new owner; `from`: the one before, null: it had none */
  "client.handed_over": { data: z.object({ from: z.string().nullable() }), person: "clientTaken" },
  /** to the team of an app, which the person did not join yet */
  "team.invited": { data: teamRole },
  "team.invitation_withdrawn": {},
  "team.declined": {},
  "team.joined": { data: teamRole, person: "teamJoined" },
  "team.changed": { data: teamRole.extend({ teammateId: z.string() }) },
  "team.removed": { data: z.object({ teammateId: z.string() }) },
  "team.left": { person: "teamLeft" },
  "client.suspended": {},
  "client.resumed": {},
  "client.deleted": { data: z.object({ by: z.literal("registration") }).optional(), person: "clientDeleted" },
  "client.restored": {},

  // what administrators decide about apps
  "client.review_asked": {},
  "client.review_refused": { data: z.object({ reason: z.string() }) },
  "client.changes_refused": { data: z.object({ reason: z.string(), members: names }) },
  "client.verified": {},
  "client.reported": { data: z.object({ reason: z.string() }) },
  "registration_token.created": {
    data: z.object({
      id: z.string(),
      note: z.string().nullable(),
      uses: z.number().nullable(),
      isTrusted: z.boolean(),
      expiresAt: z.string().nullable(),
    }),
  },
  "registration_token.revoked": { data: z.object({ id: z.string() }) },

  // APIs
  "resource.registered": { data: apiSettings.extend({ identifier: z.string(), scopes: names }) },
  "resource.changed": {
    data: apiSettings.partial().extend({ identifier: z.string(), allowsQueryToken: z.boolean().optional() }),
  },
  "resource.deleted": { data: identifier.extend({ name: z.string() }) },
  "scope.created": { data: identifier.extend({ scope: scopeSettings.extend({ name: z.string() }) }) },
  "scope.changed": { data: identifier.extend({ scope: scopeSettings.extend({ name: z.string() }) }) },
  "scope.retired": { data: scopeName },
  "scope.restored": { data: scopeName },

  // the portal itself
  /** by which filter, and how many events */
  "audit.exported": {
    data: byAdministrator.extend({ filter: z.record(z.string(), z.string()), most: z.number() }),
  },
  "import.finished": { data: finishedImport },
  "upstream.added": { data: byAdministrator.extend({ upstreamId: z.string(), preset: z.string() }) },
  "upstream.changed": {
    data: byAdministrator.extend({
      upstreamId: z.string(),
      isOn: z.boolean(),
      allowsSignUp: z.boolean(),
      domains: names,
    }),
  },
  "upstream.removed": { data: byAdministrator.extend({ upstreamId: z.string(), links: z.number() }) },
  "setting.changed": { data: z.object({ name: z.string(), before: settingValue, after: settingValue }) },
  "keys.rotated": { data: z.object({ alg: z.string(), kid: z.string() }) },
  /** from a backup of that time, by which these processes used the database: what they wrote later is not in it */
  "database.restored": { data: z.object({ createdAt: z.string(), processes: z.array(z.string()) }) },
  /** the last event of a process that ended in order */
  "process.ended": { data: z.object({ process: z.string() }) },
} as const satisfies Record<string, EventKind>;

/** Types that are no longer written but that rows still have. The person still sees them. */
export const RETIRED_EVENTS = {
  "session.created": { person: "signedIn" },
} as const satisfies Record<string, EventKind>;

/** What the catalogue says about a type; null: it is the refusal of an endpoint, or no longer known. */
export function kindOf(type: string): EventKind | null {
  return Object.hasOwn(EVENTS, type) ? EVENTS[type as ListedType] : null;
}

const REFUSED = ".refused";

/** The endpoint at which an event is a request of its app, for the app's developers; null: it is none. */
export function endpointOf(type: string): string | null {
  const kind = kindOf(type);
  if (kind?.endpoint !== undefined) return kind.endpoint;
  const isRefusal = type.endsWith(REFUSED) && (kind === null || type === "authorize.refused");
  return isRefusal ? type.slice(0, -REFUSED.length) : null;
}

declare const isOfEndpoint: unique symbol;

/** The type of an endpoint's refusals. Only {@link refusedAt} creates one, so that no literal passes for it. */
export type EndpointRefusal = `${string}.refused` & { readonly [isOfEndpoint]: true };

/** The type of an endpoint's refusals, after the endpoint's name: `token` gives `token.refused`. */
export function refusedAt(endpoint: string): EndpointRefusal {
  return `${endpoint}${REFUSED}` as EndpointRefusal;
}

type ListedType = keyof typeof EVENTS;

/** The types of the catalogue that become rows of the audit log. */
export type FiledType = {
  [T in ListedType]: (typeof EVENTS)[T] extends { isUnfiled: true } ? never : T;
}[ListedType];

/** The types of the catalogue that are requests of an app, whose developers see them. */
export type RequestType = {
  [T in ListedType]: (typeof EVENTS)[T] extends { endpoint: string } ? T : never;
}[ListedType];

export type EventType = ListedType | EndpointRefusal;
/** The types that can be queried, including retired ones. */
export type StoredType = EventType | keyof typeof RETIRED_EVENTS;

type DataOf<T extends ListedType> = (typeof EVENTS)[T] extends { data: z.ZodType<infer Data> } ? Data : undefined;
type WithData<Data> = undefined extends Data ? { data?: Data } : { data: Data };
type Written<Type, Data> = {
  type: Type;
  outcome: "ok" | "refused" | "failed";
  clientId?: string | null;
  userId?: string | null;
} & WithData<Data>;

/** Something that happened, for the audit log and for those who see it. Never holds a secret. */
export type NewEvent = { [T in ListedType]: Written<T, DataOf<T>> }[ListedType] | Written<EndpointRefusal, RefusalData>;
