// The least that an engine could do for a durable token: read the form, one prepared INSERT, answer.
import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import pg from "pg";
import { required, serve } from "./serve";

const pool = new pg.Pool({ connectionString: required("DATABASE_URL"), max: 10 });

await pool.query(`CREATE TABLE tokens (
  token_hash text PRIMARY KEY, client_id text NOT NULL, scopes text[] NOT NULL,
  created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`);

const insert = {
  name: "insert-token",
  text: "INSERT INTO tokens (token_hash, client_id, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function issueToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest("base64url");
  const now = Date.now();
  const scopes = (form.get("scope") ?? "").split(" ");
  const values = [hash, "client", scopes, new Date(now), new Date(now + 600_000)];
  await pool.query({ ...insert, values });
  const body = JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: 600 });
  response.writeHead(200, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

await serve(
  (request, response) => {
    issueToken(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  },
  0,
  {},
);
