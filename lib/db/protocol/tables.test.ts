import { afterEach, beforeEach, expect, it } from "vitest";
import {
  ALICE,
  accessToken,
  authorizationCode,
  CONTRACT_SEED,
  grant,
  refreshToken,
  START,
} from "../../oauth/testing/fixtures";
import { exchangeRefreshToken, redeemCode } from "../../oauth/testing/redeem";
import { flushEvents, queueEvent } from "../audit/events";
import { type Database, openDatabase, setDatabase } from "../driver/database";
import { newId } from "../driver/new-id";
import type { RunStatement } from "../driver/sql";
import { findSessionByToken } from "../people/sessions";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

// What each hot statement reads, and by which key. A statement that reads a whole table, or every partition of one, gets
// slower with every person, and could not be sent to the one server that has the rows, where several share the tables.

useTestDatabase();

let database: Database;
/** The statements that ran, by their names, with the values of the last time. */
const ran = new Map<string, { text: string; values: unknown[] }>();

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  database = await openDatabase();
  const run: RunStatement = (statement, values) => {
    ran.set(statement.name, { text: statement.text, values });
    return database.run(statement, values);
  };
  setDatabase({ ...database, run });
});
afterEach(() => setDatabase(database));

/** Does everything that the hot statements are for. */
async function runAll(): Promise<void> {
  const given = grant();
  const code = authorizationCode(given);
  await oauthStore.createAuthorizationCode(given, code, null);
  const first = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
  await redeemCode(oauthStore, code.codeHash, START, first);
  await exchangeRefreshToken(oauthStore, first.refreshToken.tokenHash, START, {
    accessToken: accessToken(given),
    expiresAt: first.refreshToken.expiresAt,
    rotation: null,
  });
  const own = accessToken(null);
  await oauthStore.createAccessToken(own);
  await oauthStore.findAccessToken(own.tokenHash);
  await oauthStore.revokeAccessToken(own.tokenHash, own.clientId, START);
  await oauthStore.revokeRefreshToken(first.refreshToken.tokenHash, given.clientId, START);
  await oauthStore.findClient(given.clientId);
  await oauthStore.findResource(CONTRACT_SEED.resources[0]?.identifier ?? "");
  await oauthStore.findConsent(ALICE.userId, given.clientId);
  await oauthStore.findClaims(ALICE.userId, ["department"]);
  await oauthStore.findStatusList(newId(), START);
  await findSessionByToken("token", START, given.clientId);
  queueEvent({ type: "token.issued", outcome: "ok", data: { grantType: "client_credentials" } });
  await flushEvents();
}

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Recheck Cond"?: string;
  Plans?: Plan[];
}

/** The tables that a plan reads, each with the columns by which it finds rows; `*`: it reads all of them. */
function listReads(plan: Plan): string[] {
  const { "Node Type": type, "Relation Name": table, "Index Cond": index, "Recheck Cond": recheck } = plan;
  const condition = index ?? recheck ?? "";
  const columns = [...condition.matchAll(/\((?:\w+\.)?(\w+) (?:=|<|>|@>)/g)].map(([, column]) => column);
  const own = table !== undefined && /Scan$/.test(type) ? [`${table} by ${columns.join(", ") || "*"}`] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(listReads)];
}

async function explainAll(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, { text, values }] of [...ran].sort()) {
    const [row] = await database.prisma.$transaction(async (tx) => {
      // The tables are empty here: the question is what an index could find.
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return tx.$queryRawUnsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(`EXPLAIN (FORMAT JSON) ${text}`, ...values);
    });
    const plan = row?.["QUERY PLAN"][0]?.Plan;
    found[name] = [...new Set(plan ? listReads(plan) : ["no plan"])].sort();
  }
  return found;
}

/** `scale.md` says what each of these would need where several servers share the tables. */
const READS: Record<string, string[]> = {
  "create-access-tokens": [],
  "create-codes": ["consent_scopes by consent_id", "consents by user_id, client_id"],
  "find-access-tokens": ["access_tokens by token_hash", "clients by id", "grants by id", "users by id"],
  "find-clients": ["client_secrets by client_id", "clients by id", "redirect_uris by client_id, kind"],
  "find-codes": ["authorization_codes by code_hash", "grants by id", "users by id"],
  "find-consents": ["consent_scopes by consent_id", "consents by user_id, client_id"],
  "find-refresh-tokens": ["grants by id", "refresh_tokens by token_hash", "users by id"],
  "find-resources": ["resources by identifier, normal_identifier", "scopes by resource_id"],
  "find-sessions": ["consent_scopes by consent_id", "consents by user_id", "sessions by token_hash", "users by id"],
  "find-status-lists": ["revoked_statuses by list_id", "status_lists by id"],
  "read-person-claims": ["claim_values by user_id", "group_members by user_id", "groups by id"],
  "redeem-codes": ["authorization_codes by code_hash", "grants by id", "users by id"],
  "redeem-refresh-tokens": ["grants by id", "refresh_tokens by token_hash", "users by id"],
  "revoke-access-tokens": ["access_tokens by token_hash"],
  "revoke-refresh-tokens": [
    "access_tokens by grant_id",
    "grants by id",
    "refresh_tokens by grant_id",
    "refresh_tokens by token_hash",
  ],
  "write-audit-events": [
    "client_secrets by id",
    "consents by id",
    "consents by user_id, client_id",
    "redirect_uris by client_id, uri",
    "redirect_uris by id",
  ],
};

it("each hot statement finds its rows by keys, and reads no table as a whole", async () => {
  await runAll();
  expect(await explainAll()).toEqual(READS);
});
