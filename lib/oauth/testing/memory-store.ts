import { randomUUID } from "node:crypto";
import type {
  AccessToken,
  AuthorizationCode,
  AuthorizationRequest,
  Client,
  Consent,
  Grant,
  GrantOfToken,
  RefreshToken,
  Resource,
  Scope,
  StatusList,
  Subject,
} from "../model";
import type {
  CodeCondition,
  CodeRedemption,
  NeededConsent,
  NewAccessToken,
  NewRefreshToken,
  OAuthStore,
  RefreshCondition,
  RefreshRedemption,
} from "../store";
import { earlierEnd } from "../tokens/grant-end";

/** The rows that exist before a test starts: those that the protocol only reads, and those that it wrote earlier. */
export interface StoreSeed {
  subjects: Subject[];
  groups?: { name: string; members: string[] }[];
  clients: Client[];
  resources: Resource[];
  scopes: Scope[];
  grants?: Grant[];
  refreshTokens?: RefreshToken[];
}

/** Every table of the store as a map, open to tests. */
export interface MemoryTables {
  subjects: Map<string, Subject>;
  groups: { name: string; members: string[] }[];
  /** of the operator's own claims, by person */
  claimValues: Map<string, Record<string, unknown>>;
  clients: Map<string, Client>;
  resources: Map<string, Resource>;
  scopes: Map<string, Scope>;
  requests: Map<string, AuthorizationRequest>;
  consents: Map<string, Consent>;
  grants: Map<string, Grant>;
  codes: Map<string, AuthorizationCode>;
  accessTokens: Map<string, AccessToken>;
  refreshTokens: Map<string, RefreshToken>;
  statusLists: Map<string, StatusList>;
  /** tokens whose bits are set */
  revokedStatuses: Pick<AccessToken, "statusListId" | "statusIndex" | "expiresAt">[];
  /** until when each counts as used */
  usedJtis: Map<string, Date>;
  postedRequests: Map<string, { query: string; expiresAt: Date }>;
}

const copy = <T>(value: T): T => structuredClone(value);
const isSameList = (one: string[], other: string[]) =>
  one.length === other.length && one.every((each, index) => each === other[index]);
const allHold = (conditions: Record<string, boolean>) => Object.values(conditions).every(Boolean);
const earlier = (one: Date, other: Date) => (one < other ? one : other);
/** The earlier of two ends; null is none. */
const earlierOrAny = (one: Date | null, other: Date | null) => (one && other ? earlier(one, other) : (one ?? other));
const refreshEnd = (grant: Grant, lifetime: number) =>
  earlierEnd(new Date(grant.createdAt.getTime() + lifetime * 1000), grant);
const consentKey = (userId: string, clientId: string) => `${userId} ${clientId}`;

/**
 * The store in memory, for unit tests, which behaves like the database's. No method has an `await` inside, which makes
 * each of them atomic.
 */
export class MemoryStore implements OAuthStore {
  readonly tables: MemoryTables = {
    subjects: new Map(),
    groups: [],
    claimValues: new Map(),
    clients: new Map(),
    resources: new Map(),
    scopes: new Map(),
    requests: new Map(),
    consents: new Map(),
    grants: new Map(),
    codes: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    statusLists: new Map(),
    revokedStatuses: [],
    usedJtis: new Map(),
    postedRequests: new Map(),
  };

  constructor(seed: StoreSeed = { subjects: [], clients: [], resources: [], scopes: [] }) {
    for (const subject of seed.subjects) this.tables.subjects.set(subject.userId, copy(subject));
    this.tables.groups.push(...copy(seed.groups ?? []));
    for (const client of seed.clients) this.tables.clients.set(client.clientId, copy(client));
    for (const resource of seed.resources) this.tables.resources.set(resource.identifier, copy(resource));
    for (const scope of seed.scopes) this.tables.scopes.set(scope.name, copy(scope));
    for (const grant of seed.grants ?? []) this.tables.grants.set(grant.grantId, copy(grant));
    for (const token of seed.refreshTokens ?? []) this.tables.refreshTokens.set(token.tokenHash, copy(token));
  }

  async findClient(clientId: string) {
    return copy(this.tables.clients.get(clientId) ?? null);
  }

  async findResource(identifier: string) {
    const all = [...this.tables.resources.values()];
    const found = this.tables.resources.get(identifier) ?? all.find((each) => each.normalIdentifier === identifier);
    return copy(found ?? null);
  }

  async findScopes(names: string[]) {
    return [...this.tables.scopes.values()].filter((scope) => names.includes(scope.name)).map(copy);
  }

  async listScopes() {
    return [...this.tables.scopes.values()].filter((scope) => scope.retiredAt === null).map(copy);
  }

  async findSubject(userId: string) {
    return copy(this.tables.subjects.get(userId) ?? null);
  }

  async findClaims(userId: string, names: readonly string[]) {
    const groups = this.tables.groups.filter(({ members }) => members.includes(userId)).map(({ name }) => name);
    const known = Object.entries({ ...this.tables.claimValues.get(userId), groups: groups.sort() });
    return Object.fromEntries(known.filter(([name]) => names.includes(name)));
  }

  async createPostedRequest({ idHash, query, expiresAt }: { idHash: string; query: string; expiresAt: Date }) {
    this.insert(this.tables.postedRequests, idHash, { query, expiresAt });
  }

  async findPostedRequest(idHash: string, now: Date) {
    const posted = this.tables.postedRequests.get(idHash);
    return posted && posted.expiresAt > now ? posted.query : null;
  }

  async createAuthorizationRequest(request: AuthorizationRequest) {
    this.insert(this.tables.requests, request.idHash, request);
  }

  async findAuthorizationRequest(idHash: string) {
    return copy(this.tables.requests.get(idHash) ?? null);
  }

  async chooseSession(idHash: string, sessionId: string) {
    const request = this.tables.requests.get(idHash);
    if (request && request.consumedAt === null) request.chosenSessionId = sessionId;
  }

  async renewAuthorizationRequest(idHash: string, expiresAt: Date) {
    const request = this.tables.requests.get(idHash);
    if (request && request.consumedAt === null) request.expiresAt = expiresAt;
  }

  async answerAuthorizationRequest(idHash: string, answer: Parameters<OAuthStore["answerAuthorizationRequest"]>[1]) {
    const request = this.tables.requests.get(idHash);
    if (!request || request.consumedAt !== null) return false;
    if (answer.answer === "allow") {
      if (!this.holds(answer.needed ?? null, answer.grant, answer.now)) return false;
      if (answer.consent) this.withdraw(answer.consent, answer.withdrawn ?? { claims: [], resources: [] }, answer.now);
      this.insertCode(answer.grant, answer.code);
      if (answer.consent) {
        this.remember(answer.consent, answer.withdrawn ?? { resources: [] }, answer.isFreshGrant ?? false);
      }
    }
    request.consumedAt = answer.now;
    request.answer = answer.answer;
    return true;
  }

  async findConsent(userId: string, clientId: string) {
    return copy(this.tables.consents.get(consentKey(userId, clientId)) ?? null);
  }

  async findGrantOf(clientId: string, grantId: string) {
    const all = [...this.tables.consents.values()];
    return copy(all.find((each) => each.clientId === clientId && each.grantId === grantId) ?? null);
  }

  async returnGrant(clientId: string, grantId: string, now: Date) {
    const consent = await this.findGrantOf(clientId, grantId);
    // Others may have been answered meanwhile.
    if (consent === null || !this.tables.consents.delete(consentKey(consent.userId, clientId))) return null;
    for (const grant of this.tables.grants.values()) {
      if (grant.userId === consent.userId && grant.clientId === clientId) await this.revokeGrant(grant.grantId, now);
    }
    return consent;
  }

  async forgetEndedConsent(userId: string, clientId: string, now: Date) {
    const key = consentKey(userId, clientId);
    const end = this.tables.consents.get(key)?.expiresAt ?? null;
    return end !== null && end <= now && this.tables.consents.delete(key);
  }

  async createAuthorizationCode(grant: Grant, code: AuthorizationCode, needed: NeededConsent | null) {
    if (!this.holds(needed, grant, code.createdAt)) return false;
    this.insertCode(grant, code);
    return true;
  }

  async findAuthorizationCode(codeHash: string) {
    const code = this.tables.codes.get(codeHash);
    if (!code) return null;
    return copy({ code, ...this.grantAndSubject(code.grantId) });
  }

  async redeemAuthorizationCode({ codeHash, now, proof, shape, ...tokens }: CodeRedemption) {
    const { accessToken, refreshToken, refreshLifetime } = tokens;
    const code = this.tables.codes.get(codeHash);
    if (!code) return null;
    const { grant, subject } = this.grantAndSubject(code.grantId);
    const conditions: Record<CodeCondition, boolean> = {
      isUnused: code.consumedAt === null,
      isInTime: code.expiresAt > now,
      isOfClient: code.clientId === proof.clientId,
      isForRedirectUri: code.redirectUri === proof.redirectUri,
      isForChallenge: code.codeChallenge === proof.codeChallenge,
      isForScopes: isSameList(grant.scopes, shape.scopes),
      isForResources: isSameList(grant.resources, shape.resources),
      hasLiveGrant: grant.revokedAt === null,
      hasUnexpiredGrant: grant.expiresAt === null || grant.expiresAt > now,
      hasActivePerson: subject.suspendedAt === null,
    };
    if (!allHold(conditions)) return null;
    const found = copy({ nonce: code.nonce, grant, subject });
    this.requireAbsent(this.tables.accessTokens, accessToken.tokenHash);
    if (refreshToken && grant.offlineAccess) this.insertRefreshToken(grant, refreshToken, refreshLifetime);
    this.insertAccessToken(grant, accessToken);
    code.consumedAt = now;
    return found;
  }

  async listClientsOfSession(sessionId: string) {
    const grants = [...this.tables.grants.values()].filter((grant) => grant.sessionId === sessionId);
    return [...new Set(grants.map((grant) => grant.clientId))].sort();
  }

  async findRefreshToken(tokenHash: string) {
    const refreshToken = this.tables.refreshTokens.get(tokenHash);
    if (!refreshToken) return null;
    return copy({ refreshToken, ...this.grantAndSubject(refreshToken.grantId) });
  }

  async redeemRefreshToken({ tokenHash, now, clientId, shape, ...exchange }: RefreshRedemption) {
    const { accessToken, expiresAt, rotation, refreshLifetime } = exchange;
    const presented = this.tables.refreshTokens.get(tokenHash);
    if (!presented) return null;
    const { grant, subject } = this.grantAndSubject(presented.grantId);
    const { consumedAt } = presented;
    const graceMs = (rotation?.graceSeconds ?? 0) * 1000;
    const conditions: Record<RefreshCondition, boolean> = {
      isNotRevoked: presented.revokedAt === null,
      isInTime: presented.expiresAt > now,
      isUnusedOrUsedAgain:
        consumedAt === null || (rotation !== null && consumedAt.getTime() >= now.getTime() - graceMs),
      isOfClient: presented.clientId === clientId,
      isForScopes: isSameList(presented.scopes, shape.scopes),
      isForResources: isSameList(grant.resources, shape.resources),
      hasLiveGrant: grant.revokedAt === null,
      hasUnexpiredGrant: grant.expiresAt === null || grant.expiresAt > now,
      hasYoungGrant: refreshEnd(grant, refreshLifetime) > now,
      hasActivePerson: subject.suspendedAt === null,
    };
    if (!allHold(conditions)) return null;
    const found = copy({ grant, subject });
    this.requireAbsent(this.tables.accessTokens, accessToken.tokenHash);
    if (rotation) {
      const isStored = this.tables.refreshTokens.has(rotation.successor.tokenHash);
      if (!isStored) this.insertRefreshToken(grant, rotation.successor, refreshLifetime);
      presented.consumedAt ??= now;
    } else {
      presented.expiresAt = earlier(expiresAt, refreshEnd(grant, refreshLifetime));
    }
    this.insertAccessToken(grant, accessToken);
    return found;
  }

  async useJti(jtiHash: string, expiresAt: Date, now: Date) {
    const usedUntil = this.tables.usedJtis.get(jtiHash);
    if (usedUntil !== undefined && usedUntil > now) return false;
    this.tables.usedJtis.set(jtiHash, expiresAt);
    return true;
  }

  async createAccessToken(accessToken: AccessToken) {
    this.storeAccessToken(accessToken);
  }

  async findAccessToken(tokenHash: string) {
    const accessToken = this.tables.accessTokens.get(tokenHash);
    if (!accessToken) return null;
    const { grantId, clientId } = accessToken;
    const owner = grantId === null ? { grant: null, subject: null } : this.grantAndSubject(grantId);
    const client = this.tables.clients.get(clientId);
    const userinfoSignedResponseAlg = client?.userinfoSignedResponseAlg ?? null;
    const pairwiseSector = client?.pairwiseSector ?? null;
    const isClientLive = this.isClientLive(clientId);
    const rights = { scopes: client?.scopes ?? [], isSelfRegistered: client?.isSelfRegistered ?? false };
    const grant = owner.grant && toGrantOfToken(owner.grant);
    const { subject } = owner;
    return copy({
      accessToken,
      grant,
      subject,
      isClientLive,
      userinfoSignedResponseAlg,
      pairwiseSector,
      client: rights,
    });
  }

  async revokeAccessToken(tokenHash: string, clientId: string, now: Date) {
    const accessToken = this.tables.accessTokens.get(tokenHash);
    if (!accessToken) return null;
    if (accessToken.clientId === clientId) {
      this.noteRevoked(accessToken);
      accessToken.revokedAt ??= now;
    }
    return { clientId: accessToken.clientId, userId: accessToken.userId };
  }

  async revokeRefreshToken(tokenHash: string, clientId: string, now: Date) {
    const refreshToken = this.tables.refreshTokens.get(tokenHash);
    if (!refreshToken) return null;
    if (refreshToken.clientId === clientId) await this.revokeGrant(refreshToken.grantId, now);
    return { clientId: refreshToken.clientId, userId: this.grantAndSubject(refreshToken.grantId).grant.userId };
  }

  async createStatusList(list: StatusList) {
    this.insert(this.tables.statusLists, list.listId, list);
  }

  async findStatusList(listId: string, now: Date) {
    const list = this.tables.statusLists.get(listId);
    if (!list || list.expiresAt <= now) return null;
    const ofList = this.tables.revokedStatuses.filter((each) => each.statusListId === listId && each.expiresAt > now);
    return {
      resource: list.resource,
      revoked: ofList.flatMap(({ statusIndex }) => statusIndex ?? []).toSorted((a, b) => a - b),
    };
  }

  async listStatusLists(now: Date) {
    const live = [...this.tables.statusLists.values()].filter(({ expiresAt }) => expiresAt > now);
    return live.map(({ listId }) => listId);
  }

  async revokeGrant(grantId: string, now: Date) {
    const grant = this.tables.grants.get(grantId);
    if (grant) grant.revokedAt ??= now;
    for (const token of this.tables.accessTokens.values()) if (token.grantId === grantId) this.noteRevoked(token);
    for (const token of [...this.tables.accessTokens.values(), ...this.tables.refreshTokens.values()]) {
      if (token.grantId === grantId) token.revokedAt ??= now;
    }
  }

  /** What the database's triggers do when a token ends before its time, or is stored after its client ended. */
  /** Whether the person's consent holds all that is needed of it. */
  private holds(needed: NeededConsent | null, { userId, clientId }: Grant, now: Date): boolean {
    if (needed === null) return true;
    const consent = this.tables.consents.get(consentKey(userId, clientId));
    if (!consent || (consent.expiresAt !== null && consent.expiresAt <= now)) return false;
    const names = consent.scopes.map(({ name }) => name);
    return (
      needed.scopes.every((name) => names.includes(name)) &&
      needed.resources.every((identifier) => consent.resources.includes(identifier))
    );
  }

  private noteRevoked({ statusListId, statusIndex, expiresAt, revokedAt }: AccessToken): void {
    const isKnown = this.tables.revokedStatuses.some(
      (each) => each.statusListId === statusListId && each.statusIndex === statusIndex,
    );
    if (statusListId === null || revokedAt !== null || isKnown) return;
    this.tables.revokedStatuses.push({ statusListId, statusIndex, expiresAt });
  }

  private requireAbsent(table: Map<string, unknown>, key: string): void {
    if (table.has(key)) throw new Error("Duplicate key");
  }

  private insert<T>(table: Map<string, T>, key: string, row: T): void {
    this.requireAbsent(table, key);
    table.set(key, copy(row));
  }

  private insertAccessToken(grant: Grant, token: NewAccessToken): void {
    const { grantId, clientId, userId } = grant;
    const expiresAt = earlierEnd(token.expiresAt, grant);
    this.storeAccessToken({ ...token, expiresAt, grantId, clientId, userId });
  }

  private storeAccessToken(token: AccessToken): void {
    this.insert(this.tables.accessTokens, token.tokenHash, token);
    if (!this.isClientLive(token.clientId)) this.noteRevoked(token);
  }

  private isClientLive(clientId: string): boolean {
    return this.tables.clients.get(clientId)?.suspendedAt === null;
  }

  private insertRefreshToken(grant: Grant, token: NewRefreshToken, lifetime: number): void {
    const { grantId, clientId } = grant;
    const expiresAt = earlier(token.expiresAt, refreshEnd(grant, lifetime));
    this.insert(this.tables.refreshTokens, token.tokenHash, { ...token, expiresAt, grantId, clientId });
  }

  private insertCode(grant: Grant, code: AuthorizationCode): void {
    this.requireAbsent(this.tables.codes, code.codeHash);
    this.insert(this.tables.grants, grant.grantId, grant);
    this.insert(this.tables.codes, code.codeHash, code);
  }

  private withdraw(
    { userId, clientId, declinedScopes, expiresAt }: Consent,
    { claims, resources, scopes = [] }: { claims: string[]; resources: string[]; scopes?: string[] },
    now: Date,
  ): void {
    const isLeft = (scope: string) => !declinedScopes.includes(scope) && !scopes.includes(scope);
    const isLeftApi = (identifier: string) => !resources.includes(identifier);
    const keep = (wanted: unknown) =>
      Object.fromEntries(Object.entries(wanted ?? {}).filter(([name]) => !claims.includes(name)));
    for (const grant of this.tables.grants.values()) {
      if (grant.userId !== userId || grant.clientId !== clientId || grant.revokedAt !== null) continue;
      grant.scopes = grant.scopes.filter(isLeft);
      grant.resources = grant.resources.filter(isLeftApi);
      grant.offlineAccess &&= isLeft("offline_access");
      if (expiresAt) grant.expiresAt = earlierEnd(expiresAt, grant);
      for (const token of this.tables.accessTokens.values()) {
        if (token.grantId !== grant.grantId || token.revokedAt !== null) continue;
        const endsEarlier = earlierEnd(token.expiresAt, grant) < token.expiresAt;
        const isNarrowed = !token.scopes.every(isLeft) || !token.audience.every(isLeftApi);
        if (endsEarlier || isNarrowed) this.noteRevoked(token);
        if (!token.audience.some(isLeftApi)) token.revokedAt = now;
        token.audience = token.audience.filter(isLeftApi);
      }
      if (grant.claims) grant.claims = { userinfo: keep(grant.claims.userinfo), id_token: keep(grant.claims.id_token) };
      for (const table of [this.tables.refreshTokens, this.tables.accessTokens]) {
        for (const token of table.values()) {
          if (token.grantId !== grant.grantId) continue;
          token.scopes = token.scopes.filter(isLeft);
          token.expiresAt = earlierEnd(token.expiresAt, grant);
        }
      }
      for (const token of this.tables.refreshTokens.values()) {
        const isOver = token.grantId === grant.grantId && !isLeft("offline_access");
        if (isOver && token.expiresAt > now) token.expiresAt = now;
      }
    }
  }

  private remember(
    consent: Consent,
    { resources: withdrawnResources, scopes: withdrawnScopes = [] }: { resources: string[]; scopes?: string[] },
    isFresh: boolean,
  ): void {
    const key = consentKey(consent.userId, consent.clientId);
    const nothing = { grantId: undefined, scopes: [], declinedScopes: [], resources: [], expiresAt: null };
    const known = this.tables.consents.get(key) ?? nothing;
    const knownNames = known.scopes.map((scope) => scope.name);
    const added = consent.scopes.filter((scope) => !knownNames.includes(scope.name));
    const granted = consent.scopes.map((scope) => scope.name);
    const taken = [...consent.declinedScopes, ...withdrawnScopes];
    const answered = [...granted, ...taken, ...consent.resources, ...withdrawnResources];
    const keepsMore = [...knownNames, ...known.resources].some((each) => !answered.includes(each));
    const grantId = isFresh ? undefined : known.grantId;
    this.tables.consents.set(key, {
      grantId: grantId ?? randomUUID(),
      userId: consent.userId,
      clientId: consent.clientId,
      scopes: copy([...known.scopes, ...added]).filter((scope) => !taken.includes(scope.name)),
      resources: [...new Set([...known.resources, ...consent.resources])].filter(
        (identifier) => !withdrawnResources.includes(identifier),
      ),
      declinedScopes: [...new Set([...known.declinedScopes, ...consent.declinedScopes])].filter(
        (name) => !granted.includes(name),
      ),
      expiresAt: keepsMore ? earlierOrAny(known.expiresAt, consent.expiresAt) : consent.expiresAt,
    });
  }

  private grantAndSubject(grantId: string): { grant: Grant; subject: Subject } {
    const grant = this.tables.grants.get(grantId);
    const subject = grant && this.tables.subjects.get(grant.userId);
    if (!grant || !subject) throw new Error("A code or token without its grant or subject");
    return { grant, subject };
  }
}

/** What {@link OAuthStore.findAccessToken} tells of a grant. */
export function toGrantOfToken({ grantId, authenticatedAt, acr, claims, revokedAt }: Grant): GrantOfToken {
  return { grantId, authenticatedAt, acr, claims, revokedAt };
}
