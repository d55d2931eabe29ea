import { Note } from "@/components/ui/note";
import type { NewestReport } from "@/lib/db/audit/verification";
import type { Words } from "@/lib/i18n/words";

/** Whether the newest part of the log is as it was written, and where it is not. */
export function ChainState({ words, report }: { words: Words; report: NewestReport }) {
  const texts = words.admin.audit.chain;
  const { events, since, problems, unknownBatches } = report;
  return (
    <>
      {problems.length > 0 ? (
        <Note tone="danger">
          <p>{texts.broken(problems.length)}</p>
          <ul className="list-disc ps-5">
            {problems.map((problem) => (
              <li key={`${problem.kind} ${"batchId" in problem ? problem.batchId : problem.eventId}`}>
                {texts.problems[problem.kind](problem.at)}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {unknownBatches > 0 ? <Note tone="warning">{texts.unknown(unknownBatches)}</Note> : null}
      {problems.length === 0 && unknownBatches === 0 ? (
        <p className="text-sm">{since ? texts.sound(events, since) : texts.empty}</p>
      ) : null}
      <p className="text-sm text-fg-muted">{texts.whole}</p>
    </>
  );
}
