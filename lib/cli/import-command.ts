import { operator } from "../auth/actor";
import { ImportFileError } from "../imports/entry";
import { runImport } from "../imports/run-import";
import { type Command, CommandError } from "./command";

/** Milliseconds that a round of bcrypt takes on a processor of today. */
const ROUND_MS = 0.06;

/**
 * Takes people over from another program; answers what became of them as JSON.
 * @param report null: beside the file, named after the moment
 * @throws {CommandError} with a sentence; if the file breaks off, with what became of the entries before that
 */
export async function importFile(
  { report, trustedDomains, ...options }: Extract<Command, { name: "import" }>,
  now: Date,
): Promise<string> {
  const order = { ...options, trustedDomains: trustedDomains.includes("any") ? null : trustedDomains };
  const moment = now.toISOString().replace(/[:.]/g, "-");
  const result = await runImport(operator, { ...order, report: report ?? `${order.file}.${moment}.jsonl` }, now).catch(
    (error: unknown) => {
      throw error instanceof ImportFileError ? new CommandError(error.message) : error;
    },
  );
  if (!result) throw new CommandError("Only an administrator imports people.");
  const { counts, unknownColumns, addedRounds, brokenOff } = result;
  const said = JSON.stringify(
    {
      from: order.from,
      dry_run: order.isDry,
      counts,
      ...(unknownColumns.length > 0 && { unknown_columns: unknownColumns }),
      added_ms_per_password: Math.round(addedRounds * ROUND_MS),
      report: result.report,
    },
    null,
    2,
  );
  if (brokenOff !== null) throw new CommandError(`${brokenOff} Until then:\n${said}`);
  return said;
}
