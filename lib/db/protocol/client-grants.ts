import type { Consent } from "../../oauth/model";
import type { OAuthStore } from "../../oauth/store";
import { getDb } from "../driver/database";
import { inTransaction } from "../driver/transaction";
import { Prisma } from "../generated/client";
import { CONSENT_COLUMNS, type ConsentColumns, toConsent } from "./consent-rows";
import { keepWithdrawal } from "./consent-versions";
import { revokeAllAccess } from "./revoke-all";

type Reader = Pick<Prisma.TransactionClient, "$queryRaw">;

/** @param lock an empty text, or `FOR UPDATE` */
async function find(tx: Reader, clientId: string, grantId: string, lock: "" | "FOR UPDATE"): Promise<Consent | null> {
  const rows = await tx.$queryRaw<(ConsentColumns & { userId: string })[]>`
    SELECT c.user_id AS "userId", ${Prisma.raw(CONSENT_COLUMNS)} FROM consents c
    WHERE (c.grant_id = ${grantId}::uuid OR (c.id = ${grantId}::uuid AND c.grant_id IS NULL)) AND c.client_id = ${clientId}
    ${Prisma.raw(lock)}`;
  const [row] = rows;
  return row ? toConsent(row.userId, row) : null;
}

/** What people allowed a client, by the `grant_id` that the client knows. @see Grant Management for OAuth 2.0 §6 */
export const clientGrantSteps: Pick<OAuthStore, "findGrantOf" | "returnGrant"> = {
  findGrantOf: async (clientId, grantId) => find(await getDb(), clientId, grantId, ""),

  returnGrant: async (clientId, grantId, now) =>
    inTransaction(async (tx) => {
      const consent = await find(tx, clientId, grantId, "FOR UPDATE");
      if (consent === null) return null;
      const { userId } = consent;
      const scopes = consent.scopes.map(({ name }) => name);
      await tx.consent.deleteMany({ where: { userId, clientId } });
      await keepWithdrawal(tx, { userId, clientId, change: "returned", scopes }, now);
      await revokeAllAccess(tx, { userId, clientId }, now);
      return consent;
    }),
};
