import type { PendingChanges } from "../client/review";
import type { ClientSettings } from "./settings";

/** A client secret as it is stored. Its value is shown only once. */
export interface StoredSecret {
  id: string;
  secretHash: string;
  /** the secret, encrypted; only for client_secret_jwt */
  secretJwe: string | null;
  /** last four characters */
  hint: string;
}

/** A client that registered itself. */
export interface Registration {
  clientId: string;
  settings: ClientSettings;
  /** hash of the token by which it manages itself */
  registrationTokenHash: string;
  createdAt: Date;
  /** hashes of its live secrets */
  secretHashes: string[];
  isVerified: boolean;
  reviewedHosts: string[];
  pendingChanges: PendingChanges | null;
  updatedAt: Date;
}

/** The storage of registration. Every method is one atomic step. */
export interface RegistrationStore {
  /**
   * The initial access token if `useRegistrationToken` would accept it at `now`; otherwise null. Does not use it up.
   * `isTrusted`: its maker vouches for clients that are registered with it.
   */
  findRegistrationToken(tokenHash: string, now: Date): Promise<{ isTrusted: boolean } | null>;
  /** Uses an initial access token once. False when it is unknown, expired or revoked at `now`, or used up. */
  useRegistrationToken(tokenHash: string, now: Date): Promise<boolean>;
  createRegistration(registration: {
    clientId: string;
    settings: ClientSettings;
    registrationTokenHash: string;
    secret: StoredSecret | null;
    createdAt: Date;
    /** verified from the start, at these hosts; null: not reviewed */
    reviewedHosts: string[] | null;
  }): Promise<void>;
  /** Null for clients that were deleted or suspended, or did not register themselves. */
  findRegistration(clientId: string): Promise<Registration | null>;
  /**
   * Puts `settings` in place of what was registered, and `pendingChanges` in place of what waited; `secret` is added.
   * False, with nothing written, when the client is gone or has changed since `seen`.
   */
  replaceRegistration(
    seen: Registration,
    changed: Pick<Registration, "settings" | "pendingChanges">,
    secret: StoredSecret | null,
  ): Promise<boolean>;
  /** Ends the client and all access it has. False when it was gone before. */
  deleteRegistration(clientId: string, now: Date): Promise<boolean>;
}
