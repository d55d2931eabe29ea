import type { Client } from "../model";
import type { Registration, RegistrationStore, StoredSecret } from "../register/registration-store";
import type { ClientSettings } from "../register/settings";
import { WEB_CLIENT } from "./fixtures";
import type { MemoryStore } from "./memory-store";

/** What a client has that its metadata does not decide. */
function toClient(clientId: string, settings: ClientSettings, secrets: Client["secrets"]): Client {
  const { status, isTrusted, publisher, ownerId, suspendedAt } = WEB_CLIENT;
  const own = { clientId, isSelfRegistered: true, optionalScopes: [], secrets };
  return { ...settings, ...own, status, isTrusted, publisher, ownerId, suspendedAt };
}

function toSecrets(secret: StoredSecret | null): Client["secrets"] {
  return secret === null ? [] : [{ ...secret, expiresAt: null }];
}

/** Registrations in memory, beside a store in which the clients then are. */
export class MemoryRegistrationStore implements RegistrationStore {
  readonly registrations = new Map<string, Registration>();
  /** initial access tokens: hash -> how often they can be used */
  readonly initialTokens = new Map<string, number>();

  constructor(private readonly store: MemoryStore) {}

  async isRegistrationTokenLive(tokenHash: string): Promise<boolean> {
    return (this.initialTokens.get(tokenHash) ?? 0) > 0;
  }

  async useRegistrationToken(tokenHash: string): Promise<boolean> {
    const left = this.initialTokens.get(tokenHash) ?? 0;
    if (left > 0) this.initialTokens.set(tokenHash, left - 1);
    return left > 0;
  }

  async createRegistration(registration: Parameters<RegistrationStore["createRegistration"]>[0]): Promise<void> {
    const { clientId, settings, secret, ...row } = registration;
    const secretHashes = secret === null ? [] : [secret.secretHash];
    this.registrations.set(clientId, { ...row, clientId, settings, secretHashes });
    this.store.tables.clients.set(clientId, toClient(clientId, settings, toSecrets(secret)));
  }

  async findRegistration(clientId: string): Promise<Registration | null> {
    if (this.store.tables.clients.get(clientId)?.suspendedAt) return null;
    return this.registrations.get(clientId) ?? null;
  }

  async replaceRegistration(clientId: string, settings: ClientSettings, secret: StoredSecret | null): Promise<boolean> {
    const known = this.registrations.get(clientId);
    if (!known) return false;
    const secretHashes = [...known.secretHashes, ...(secret === null ? [] : [secret.secretHash])];
    this.registrations.set(clientId, { ...known, settings, secretHashes });
    const secrets = [...(this.store.tables.clients.get(clientId)?.secrets ?? []), ...toSecrets(secret)];
    this.store.tables.clients.set(clientId, toClient(clientId, settings, secrets));
    return true;
  }

  async deleteRegistration(clientId: string): Promise<boolean> {
    this.store.tables.clients.delete(clientId);
    return this.registrations.delete(clientId);
  }
}
