import type { PartnerSignatures } from "./partner-signatures";

/** What can leak. An initial access token counts as a registration token. */
export type LeakedKind = "client_secret" | "refresh_token" | "access_token" | "registration_token";

/** A credential of this portal that somebody presented as found in public. It works no longer. */
export interface Leak {
  kind: LeakedKind;
  /** whose it is; null: no client's, but the operator's */
  clientId: string | null;
  /** whose access it stood for; null: nobody's */
  userId: string | null;
  /** last four characters of a secret; null: of no secret */
  hint: string | null;
  /** it worked until it was presented */
  wasLive: boolean;
}

/** Where it was found, as a partner whose signature was right says; empty otherwise. */
export interface FindingPlace {
  url?: string;
  source?: string;
}

/** What the core needs to deal with leaked credentials, besides the store. */
export interface LeakDesk {
  /** Revokes the client secret with this hash; null: there is none. */
  revokeSecret: (secretHash: string, now: Date) => Promise<Omit<Leak, "kind"> | null>;
  /** The same for a token by which a client manages its registration, and for an initial access token. */
  revokeRegistrationToken: (tokenHash: string, now: Date) => Promise<Omit<Leak, "kind"> | null>;
  /** Tells whoever is responsible by mail. */
  tell: (leak: Leak, place: FindingPlace) => Promise<void>;
  /** Says which reports come from a partner that scans for secrets. */
  partner: PartnerSignatures;
}
