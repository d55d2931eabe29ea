import clsx from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { ShownSecret } from "@/lib/console/client-secrets";
import { getWords } from "@/lib/i18n/words";

export interface RotationStepsProps {
  /** active ones, newest first */
  active: readonly ShownSecret[];
  path: string;
  now: Date;
}

const dayMs = 86_400_000;

/** How to change a secret without an outage: a new one beside the old, then the old one goes once nobody uses it. */
export function RotationSteps({ active, path, now }: RotationStepsProps) {
  const words = getWords().console.credentials.rotationSteps;
  const [newest, old] = active;
  const isSafe = old ? !old.lastUsedAt || now.getTime() - old.lastUsedAt.getTime() > dayMs : false;
  return (
    <ol className="grid gap-5">
      <Step number={1} title={words.create} isDone={old !== undefined}>
        {old ? <code className="text-fg-muted">{`pt_cs_••••${newest?.hint}`}</code> : <p>{words.createHint}</p>}
        {old ? null : (
          <div>
            <LinkButton size="sm" href="#create-secret">
              {words.create}
            </LinkButton>
          </div>
        )}
      </Step>
      <Step number={2} title={words.switch} isDone={isSafe}>
        {!old ? (
          <p>{words.switchIdle}</p>
        ) : isSafe ? (
          <p className="font-semibold text-success-fg">{old.lastUsedAt ? words.oldUnused : words.oldNever}</p>
        ) : (
          <>
            <p>{words.switchWaiting}</p>
            <p>
              {words.oldUsed}{" "}
              <strong className="text-fg">
                {old.lastUsedAt ? <Time value={old.lastUsedAt} format="relative" now={now} /> : null}
              </strong>
              {"."}
            </p>
          </>
        )}
      </Step>
      <Step number={3} title={words.revoke} isDone={false}>
        <p>{words.revokeHint}</p>
        {old ? (
          <div>
            <LinkButton size="sm" variant={isSafe ? "danger" : "secondary"} href={`${path}?revoke=${old.id}#secrets`}>
              {getWords().console.credentials.revokeLabel(old.hint)}
            </LinkButton>
          </div>
        ) : null}
      </Step>
    </ol>
  );
}

interface StepProps {
  number: number;
  title: string;
  isDone: boolean;
  children: ReactNode;
}

function Step({ number, title, isDone, children }: StepProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden="true"
        className={clsx(
          "grid size-6 place-items-center rounded-full border text-xs font-semibold",
          isDone ? "border-accent text-accent-fg" : "border-border-control",
        )}
      >
        {isDone ? <Check className="size-3.5" /> : number}
      </span>
      <div className="grid gap-2 text-sm text-fg-muted">
        <h3 className="leading-6 font-semibold text-fg">
          {title}
          {isDone ? <span className="sr-only">{` (${getWords().common.stepDone})`}</span> : null}
        </h3>
        {children}
      </div>
    </li>
  );
}
