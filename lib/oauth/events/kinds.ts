/**
 * What a client can be told of. The triggers of the database write these words.
 * @see OpenID CAEP 1.0 §3, OpenID RISC Profile 1.0 §2
 */
export const EVENT_KINDS = [
  "consent-given",
  "consent-narrowed",
  "consent-ended",
  "consent-expired",
  "session-revoked",
  "account-disabled",
  "account-enabled",
  "account-purged",
  "credential-change",
  "secret-expiring",
  /** for an API: JWT access tokens that it must not accept any more */
  "tokens-revoked",
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Tells nothing but that the stream works. @see OpenID Shared Signals Framework 1.0 §8.1.4 */
export const VERIFICATION = "verification";

const CAEP = "https://schemas.openid.net/secevent/caep/event-type";
const RISC = "https://schemas.openid.net/secevent/risc/event-type";

/** Kinds that have a type of their own in a specification. All others are named under the issuer. */
const STANDARD: Partial<Record<EventKind | typeof VERIFICATION, string>> = {
  "session-revoked": CAEP,
  "credential-change": CAEP,
  "account-disabled": RISC,
  "account-enabled": RISC,
  "account-purged": RISC,
  verification: "https://schemas.openid.net/secevent/ssf/event-type",
};

/** The URI that names a kind in a token. @see RFC 8417 §2.2 (events) */
export function eventTypeUri(kind: EventKind | typeof VERIFICATION, issuer: string): string {
  return `${STANDARD[kind] ?? `${issuer}/oauth/events`}/${kind}`;
}
