import { getPasswordPool } from "../auth/password-pool";
import { closeAuditLog } from "../db/audit-events";
import { closeDb } from "../db/client";
import { getEnv } from "../env";
import type { Command } from "./command";
import { sendCommand } from "./local-socket";
import { help, parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

/** Errors whose message is a sentence for the person at the terminal. */
const sentences = new Set([
  "CommandError",
  "EnvError",
  "DataDirError",
  "DatabaseError",
  "SecretError",
  "MigrationError",
]);

async function runHere(command: Command): Promise<string> {
  try {
    return await runCommand(command);
  } finally {
    await closeAuditLog();
    await getPasswordPool().close();
    await closeDb();
  }
}

/**
 * The command line.
 * @param args what was typed after `npm run portico --`
 * @param folder where file names that were typed begin
 * @returns the exit code
 */
export async function main(args: string[], folder: string): Promise<number> {
  try {
    const command = await parseCommand(args, folder);
    if (!command) {
      console.log(help);
      return 0;
    }
    const { databaseUrl, dataDir } = getEnv();
    // A running portal has its embedded database to itself; a database server can be shared.
    const asked = databaseUrl === null ? await sendCommand(dataDir, command) : null;
    console.log(asked ?? (await runHere(command)));
    return 0;
  } catch (error) {
    console.error(error instanceof Error && sentences.has(error.name) ? error.message : error);
    return 1;
  }
}
