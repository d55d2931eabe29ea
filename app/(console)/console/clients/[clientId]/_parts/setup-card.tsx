import { Circle, CircleCheck } from "lucide-react";
import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import type { SetupStep } from "@/lib/console/client-overview";
import type { Words } from "@/lib/i18n/words";

const places: Record<SetupStep, string | null> = {
  registered: null,
  redirectUri: "/redirect-uris",
  secret: "/credentials",
  scopes: "/scopes",
  firstSignIn: "/quickstart",
  firstToken: null,
  links: "/branding",
};

export interface SetupCardProps {
  words: Words;
  clientId: string;
  steps: readonly { step: SetupStep; isDone: boolean }[];
}

/** What is still to do before the app is complete. */
export function SetupCard({ words, clientId, steps }: SetupCardProps) {
  const texts = words.console.overview;
  const done = steps.filter((step) => step.isDone).length;
  return (
    <Card title={texts.setup} aside={<span className="text-fg-muted">{texts.setupProgress(done, steps.length)}</span>}>
      <ul className="grid gap-3 text-sm">
        {steps.map(({ step, isDone }) => {
          const place = places[step];
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={step} className="flex items-start gap-2.5">
              <Icon
                aria-hidden="true"
                className={`mt-0.5 size-4 shrink-0 ${isDone ? "text-success-fg" : "text-fg-subtle"}`}
              />
              <span className="grid gap-0.5">
                <span>
                  {!isDone && place ? (
                    <a href={clientPath(clientId, place)} className="link font-semibold">
                      {texts.steps[step]}
                    </a>
                  ) : (
                    <span className={isDone ? "text-fg-muted" : "font-semibold"}>{texts.steps[step]}</span>
                  )}
                  <span className="sr-only">{` (${isDone ? texts.done : texts.open})`}</span>
                </span>
                {isDone ? null : <span className="text-fg-muted">{texts.stepHints[step]}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
