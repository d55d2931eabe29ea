import clsx from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import { Time } from "@/components/ui/time";
import type { ShownSecret } from "@/lib/clients/client-secrets";
import type { Words } from "@/lib/i18n/words";

export interface RotationStepsProps {
  words: Words;
  /** active ones, newest first */
  active: readonly ShownSecret[];
  path: string;
  now: Date;
}

const DAY_MS = 86_400_000;

/** How to change a secret without an outage: add a new one, and revoke the old one once nobody uses it. */
export function RotationSteps({ words, active, path, now }: RotationStepsProps) {
  const texts = words.console.credentials.rotationSteps;
  const [newest, old] = active;
  const isSafe = old ? !old.lastUsedAt || now.getTime() - old.lastUsedAt.getTime() > DAY_MS : false;
  return (
    <ol className="grid gap-5">
      <Step words={words} number={1} title={texts.create} isDone={old !== undefined}>
        {old ? <code className="text-fg-muted">{`pt_cs_••••${newest?.hint}`}</code> : <p>{texts.createHint}</p>}
        {old ? null : (
          <div>
            <LinkButton size="sm" href="#create-secret">
              {texts.create}
            </LinkButton>
          </div>
        )}
      </Step>
      <Step words={words} number={2} title={texts.switch} isDone={isSafe}>
        {!old ? (
          <p>{texts.switchIdle}</p>
        ) : isSafe ? (
          <p className="font-semibold text-success-fg">{old.lastUsedAt ? texts.oldUnused : texts.oldNever}</p>
        ) : (
          <>
            <p>{texts.switchWaiting}</p>
            <p>
              {texts.oldUsed}{" "}
              <strong className="text-fg">
                {old.lastUsedAt ? <Time words={words} value={old.lastUsedAt} format="relative" now={now} /> : null}
              </strong>
              {texts.oldUsedEnd}
            </p>
          </>
        )}
      </Step>
      <Step words={words} number={3} title={texts.revoke} isDone={false}>
        <p>{texts.revokeHint}</p>
        {old ? (
          <div>
            <InPlaceLink size="sm" variant={isSafe ? "danger" : "secondary"} href={`${path}?revoke=${old.id}#secrets`}>
              {words.console.credentials.revokeLabel(old.hint)}
            </InPlaceLink>
          </div>
        ) : null}
      </Step>
    </ol>
  );
}

interface StepProps {
  words: Words;
  number: number;
  title: string;
  isDone: boolean;
  children: ReactNode;
}

function Step({ words, number, title, isDone, children }: StepProps) {
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
          {isDone ? <span className="sr-only">{` (${words.common.stepDone})`}</span> : null}
        </h3>
        {children}
      </div>
    </li>
  );
}
