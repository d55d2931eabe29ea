import type { Client } from "../model";
import type { Registration, RegistrationStore, StoredSecret } from "../register/registration-store";
import { WEB_CLIENT } from "./fixtures";
import type { MemoryStore } from "./memory-store";

/** The parts of a client that its metadata does not decide. */
function toClient({ clientId, settings, isVerified, reviewedHosts }: Registration, secrets: Client["secrets"]): Client {
  const { isTrusted, publisher, ownerId, suspendedAt } = WEB_CLIENT;
  const status = isVerified ? "verified" : "development";
  const decided = { status, isTrusted, reviewedHosts, publisher, ownerId, suspendedAt } as const;
  return { ...settings, ...decided, clientId, isSelfRegistered: true, optionalScopes: [], secrets };
}

function toSecrets(secret: StoredSecret | null): Client["secrets"] {
  return secret === null ? [] : [{ ...secret, expiresAt: null }];
}

/** Registrations in memory, next to the store that then holds the clients. */
export class MemoryRegistrationStore implements RegistrationStore {
  readonly registrations = new Map<string, Registration>();
  /** initial access tokens: hash -> how often they can be used */
  readonly initialTokens = new Map<string, number>();

  constructor(private readonly store: MemoryStore) {}

  /** those whose maker vouches for the registered clients */
  readonly trustedTokens = new Set<string>();

  async findRegistrationToken(tokenHash: string): Promise<{ isTrusted: boolean } | null> {
    const isLive = (this.initialTokens.get(tokenHash) ?? 0) > 0;
    return isLive ? { isTrusted: this.trustedTokens.has(tokenHash) } : null;
  }

  async useRegistrationToken(tokenHash: string): Promise<boolean> {
    const left = this.initialTokens.get(tokenHash) ?? 0;
    if (left > 0) this.initialTokens.set(tokenHash, left - 1);
    return left > 0;
  }

  async createRegistration(registration: Parameters<RegistrationStore["createRegistration"]>[0]): Promise<void> {
    const { secret, reviewedHosts, ...row } = registration;
    const stored: Registration = {
      ...row,
      secretHashes: secret === null ? [] : [secret.secretHash],
      isVerified: reviewedHosts !== null,
      reviewedHosts: reviewedHosts ?? [],
      pendingChanges: null,
      updatedAt: row.createdAt,
    };
    this.registrations.set(row.clientId, stored);
    this.store.tables.clients.set(row.clientId, toClient(stored, toSecrets(secret)));
  }

  async findRegistration(clientId: string): Promise<Registration | null> {
    if (this.store.tables.clients.get(clientId)?.suspendedAt) return null;
    return this.registrations.get(clientId) ?? null;
  }

  async replaceRegistration(
    { clientId }: Registration,
    changed: Pick<Registration, "settings" | "pendingChanges">,
    secret: StoredSecret | null,
  ): Promise<boolean> {
    const known = this.registrations.get(clientId);
    if (!known) return false;
    const secretHashes = [...known.secretHashes, ...(secret === null ? [] : [secret.secretHash])];
    const stored = { ...known, ...changed, secretHashes };
    this.registrations.set(clientId, stored);
    const secrets = [...(this.store.tables.clients.get(clientId)?.secrets ?? []), ...toSecrets(secret)];
    this.store.tables.clients.set(clientId, toClient(stored, secrets));
    return true;
  }

  async deleteRegistration(clientId: string): Promise<boolean> {
    this.store.tables.clients.delete(clientId);
    return this.registrations.delete(clientId);
  }
}
