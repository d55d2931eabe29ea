import type { AuditProblem, AuditReport } from "../db/audit-verification";
import { CommandError } from "./command";

/** One sentence when the log is as it was written. @throws {CommandError} with a line a problem when it is not */
export function describeAuditReport({ batches, events, problems }: AuditReport): string {
  const read = `${events} events in ${batches} batches were read.`;
  if (problems.length === 0) return `${read} The audit log is as it was written.`;
  throw new CommandError([`${read} The audit log is not as it was written:`, ...problems.map(describe)].join("\n"));
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
