import type { AuditProblem, AuditReport } from "../db/audit/verification";
import { CommandError } from "./command";

/**
 * One sentence if the log is as it was written.
 * @throws {CommandError} with one line per problem if it is not, or if this version cannot say
 */
export function describeAuditReport(report: AuditReport): string {
  const { batches, events, problems, unclosed, unsealed, unknownBatches } = report;
  const read = `${events} events in ${batches} batches were read.`;
  const ends = unclosed.map(
    ({ lastAt }) =>
      `${lastAt.toISOString()}  a process wrote for the last time and did not say that it ended: up to its last second of events is missing`,
  );
  if (unsealed) {
    const [first, last] = [unsealed.firstAt.toISOString(), unsealed.lastAt.toISOString()];
    ends.push(
      `${first} to ${last}  ${unsealed.events} events have no seal: during an update, a version that did not seal wrote beside the new one, and nobody can say whether these are as they were written`,
    );
  }
  if (problems.length === 0 && unknownBatches > 0) {
    const what = `${unknownBatches} batches were written by a newer version, which this one cannot verify`;
    throw new CommandError([`${read} ${what}. Run the command with the newer version.`, ...ends].join("\n"));
  }
  if (problems.length === 0) return [`${read} The audit log is as it was written.`, ...ends].join("\n");
  const found = [`${read} The audit log is not as it was written:`, ...problems.map(describe), ...ends];
  throw new CommandError(found.join("\n"));
}

function describe(problem: AuditProblem): string {
  const at = problem.at.toISOString();
  switch (problem.kind) {
    case "batch_changed":
      return `${at}  batch ${problem.batchId} was changed`;
    case "batch_missing":
      return `${at}  what came before batch ${problem.batchId} was taken out or changed`;
    case "event_changed":
      return `${at}  an event of batch ${problem.batchId} was changed`;
    case "event_missing":
      return `${at}  event ${problem.eventId} was taken out`;
    case "event_added":
      return `${at}  event ${problem.eventId} was put in`;
  }
}
