import { getPasswordPool } from "../auth/password-pool";
import { closeAuditLog } from "../db/audit/events";
import { closeDb } from "../db/driver/database";
import { getEnv } from "../env";
import type { Command } from "./command";
import { sendCommand } from "./local-socket";
import { HELP, parseCommand } from "./parse-command";
import { runCommand } from "./run-command";

/** Errors whose message is a sentence for the person at the terminal. */
const SENTENCES = new Set([
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
 * @param folder the folder that typed file names are relative to
 * @returns the exit code
 */
export async function main(args: string[], folder: string): Promise<number> {
  try {
    const command = await parseCommand(args, folder);
    if (!command) {
      console.log(HELP);
      return 0;
    }
    const { databaseUrl, dataDir } = getEnv();
    // A running portal has exclusive use of its embedded database; a database server can be shared.
    const asked = databaseUrl === null ? await sendCommand(dataDir, command) : null;
    console.log(asked ?? (await runHere(command)));
    return 0;
  } catch (error) {
    console.error(error instanceof Error && SENTENCES.has(error.name) ? error.message : error);
    return 1;
  }
}
