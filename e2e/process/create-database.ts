import { randomBytes } from "node:crypto";
import pg from "pg";

/** Makes an empty database on the server, and answers its address: each portal has a secret of its own. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `portico_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
