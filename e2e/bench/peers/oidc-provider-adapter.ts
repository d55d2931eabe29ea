import type { Pool } from "pg";

/** What oidc-provider stores about one thing; it reads and writes these three itself. */
export interface Payload {
  grantId?: string;
  userCode?: string;
  uid?: string;
  [name: string]: unknown;
}

/** One table for all models, as the provider's own example adapters for document stores have one collection each. */
export const schema = `
  CREATE TABLE IF NOT EXISTS models (
    model text NOT NULL, id text NOT NULL, payload jsonb NOT NULL, grant_id text, user_code text, uid text,
    expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id));
  CREATE INDEX IF NOT EXISTS models_grant_id ON models (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS models_user_code ON models (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX IF NOT EXISTS models_uid ON models (uid) WHERE uid IS NOT NULL;`;

const upsert = `
  INSERT INTO models (model, id, payload, grant_id, user_code, uid, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
  ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
    user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`;

function select(column: "id" | "uid" | "user_code"): string {
  return `SELECT payload, extract(epoch FROM consumed_at)::int AS consumed FROM models
    WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`;
}

/** The adapter of oidc-provider on PostgreSQL: one prepared statement a call, nothing cached. */
export function createAdapter(pool: Pool) {
  return class PostgresAdapter {
    constructor(readonly model: string) {}

    private query(name: string, text: string, values: unknown[]) {
      return pool.query<{ payload: Payload; consumed: number | null }>({ name, text, values: [this.model, ...values] });
    }

    private async findBy(column: "id" | "uid" | "user_code", value: string): Promise<Payload | undefined> {
      const { rows } = await this.query(`find-by-${column}`, select(column), [value]);
      const [row] = rows;
      return row && { ...row.payload, ...(row.consumed !== null && { consumed: row.consumed }) };
    }

    async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
      const { grantId = null, userCode = null, uid = null } = payload;
      await this.query("upsert", upsert, [id, payload, grantId, userCode, uid, expiresIn ?? null]);
    }

    find(id: string): Promise<Payload | undefined> {
      return this.findBy("id", id);
    }

    findByUid(uid: string): Promise<Payload | undefined> {
      return this.findBy("uid", uid);
    }

    findByUserCode(userCode: string): Promise<Payload | undefined> {
      return this.findBy("user_code", userCode);
    }

    async consume(id: string): Promise<void> {
      await this.query("consume", "UPDATE models SET consumed_at = now() WHERE model = $1 AND id = $2", [id]);
    }

    async destroy(id: string): Promise<void> {
      await this.query("destroy", "DELETE FROM models WHERE model = $1 AND id = $2", [id]);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      await this.query("revoke", "DELETE FROM models WHERE model = $1 AND grant_id = $2", [grantId]);
    }
  };
}
