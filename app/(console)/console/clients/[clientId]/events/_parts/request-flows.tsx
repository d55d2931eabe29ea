import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { InspectedRequest } from "@/lib/clients/inspect-requests";
import type { Words } from "@/lib/i18n/words";
import { describeDetails, describeStep } from "./describe-step";
import { endpointName } from "./endpoint-name";

export interface RequestFlowsProps {
  words: Words;
  /** newest first */
  requests: readonly InspectedRequest[];
  /** of the page without a filter */
  path: string;
  /** only one flow is shown, and all of it */
  isOneFlow: boolean;
  now: Date;
}

function toneOf({ outcome, problem }: InspectedRequest): BadgeTone {
  if (outcome === "ok") return problem ? "warning" : "success";
  return problem ? "danger" : "neutral";
}

/** The requests, those of one flow together as a timeline: from the authorization request to the last refresh. */
export function RequestFlows({ words, requests, path, isOneFlow, now }: RequestFlowsProps) {
  const texts = words.console.events;
  return (
    <ul className="grid divide-y divide-border">
      {groupByFlow(requests).map((steps) => {
        const [first] = steps;
        if (first === undefined) return null;
        const person = steps.find((step) => step.person !== null)?.person ?? null;
        const at = words.formats.formatDateTime(first.createdAt);
        return (
          <li key={first.id} className="grid gap-2 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="font-semibold">{steps.length > 1 || first.flow ? texts.flow(at) : texts.single(at)}</h3>
              <span className="flex flex-wrap gap-x-4 gap-y-1">
                {person ? (
                  <a
                    href={`${path}?person=${encodeURIComponent(person)}`}
                    className="link inline-flex min-h-6 items-center"
                  >
                    {texts.person} <code className="ms-1">{person}</code>
                  </a>
                ) : null}
                {first.flow && !isOneFlow ? (
                  <a
                    href={`${path}?flow=${first.flow}`}
                    className="link inline-flex min-h-6 items-center"
                    aria-label={`${texts.wholeFlow}: ${at}`}
                  >
                    {texts.wholeFlow}
                  </a>
                ) : null}
              </span>
            </div>
            <ol className="grid gap-2 border-s-2 border-border ps-4">
              {steps.map((step) => (
                <li key={step.id} className="grid gap-0.5">
                  <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                    <Badge tone={toneOf(step)}>{texts.outcomes[step.outcome]}</Badge>
                    <span className="min-w-0">
                      {step.problem ? words.console.causes[step.problem.cause].title : describeStep(step, words)}
                    </span>
                    <span className="text-fg-muted">
                      {endpointName(step.endpoint, words)} ·{" "}
                      <Time words={words} value={step.createdAt} format="relative" now={now} />
                    </span>
                  </div>
                  <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-fg-muted">
                    {describeDetails(step, words).map(([name, value]) => (
                      <span key={name}>
                        {name}: <code className="wrap-anywhere">{value}</code>
                      </span>
                    ))}
                  </p>
                </li>
              ))}
            </ol>
          </li>
        );
      })}
    </ul>
  );
}

/** Flows in the order of their newest request; the steps of each in the order in which they happened. */
function groupByFlow(requests: readonly InspectedRequest[]): InspectedRequest[][] {
  const flows = new Map<string, InspectedRequest[]>();
  for (const request of requests) {
    const key = request.flow ?? request.id;
    flows.set(key, [request, ...(flows.get(key) ?? [])]);
  }
  return [...flows.values()];
}
