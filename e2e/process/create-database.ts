import { randomBytes } from "node:crypto";
import pg from "pg";

/**
 * Makes a database on the server, and answers its address: each portal has a secret of its own.
 * @param statements run in it before anybody uses it
 */
export async function createDatabase(serverUrl: string, statements: string[] = []): Promise<string> {
  const name = `portico_${randomBytes(6).toString("hex")}`;
  await execute(serverUrl, [`CREATE DATABASE ${name}`]);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  if (statements.length > 0) await execute(url.href, statements);
  return url.href;
}

async function execute(connectionString: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
