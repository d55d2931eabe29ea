import { getPasswordPool } from "../auth/password-pool";
import { closeAuditLog } from "../db/audit/events";
import { closeDb, openDatabase } from "../db/driver/database";
import { type Env, EnvError, getEnv } from "../env";
import { type Command, CommandError } from "./command";
import { describeFindings, type Finding, toJson } from "./doctor-checks";
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
    // The database holds keys that commands need first. `doctor` opens it by itself, and says what is wrong with it.
    if (command.name !== "doctor") await openDatabase();
    return await runCommand(command);
  } finally {
    await closeAuditLog();
    await getPasswordPool().close();
    await closeDb();
  }
}

/** @throws {CommandError | EnvError} with a sentence per bad variable, in the form that the command's reader takes */
function readEnv(command: Command): Env {
  try {
    return getEnv();
  } catch (error) {
    if (!(error instanceof EnvError) || command.name !== "doctor") throw error;
    const findings = error.message
      .split("\n")
      .map((sentence): Finding => ({ verdict: "wrong", check: "configuration", sentence }));
    const report = command.isJson ? toJson(findings) : describeFindings(findings);
    throw new CommandError(report, { isForPrograms: command.isJson });
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
    if (command.name === "check") {
      // It is about the variables of this terminal, and says by itself what is wrong with them.
      console.log(await runCommand(command));
      return 0;
    }
    const { databaseUrl, dataDir } = readEnv(command);
    // A running portal has exclusive use of its embedded database; a database server can be shared.
    const asked = databaseUrl === null ? await sendCommand(dataDir, command) : null;
    console.log(asked ?? (await runHere(command)));
    return 0;
  } catch (error) {
    if (error instanceof CommandError && error.isForPrograms) {
      console.log(error.message);
      return 1;
    }
    console.error(error instanceof Error && SENTENCES.has(error.name) ? error.message : error);
    return 1;
  }
}
