import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { OpenedPlayground } from "@/lib/console/playground/playground";
import type { PlaygroundAct } from "@/lib/console/playground/send-step";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { ExchangeView } from "./exchange-view";

export interface ExchangeCardProps {
  words: Words;
  act: PlaygroundAct;
  /** what can be done wrong here on purpose */
  mistakes: readonly PlaygroundAct[];
  exchanges: NonNullable<OpenedPlayground["run"]>["exchanges"];
  sendable: ReadonlySet<PlaygroundAct>;
  send: (act: PlaygroundAct) => FormAction;
}

/** One kind of request: what it is for, the button that sends it, and what came of it. */
export function ExchangeCard({ words, act, mistakes, exchanges, sendable, send }: ExchangeCardProps) {
  const texts = words.console.playground;
  const exchange = exchanges[act];
  if (!exchange && !sendable.has(act)) return null;
  const sendableMistakes = mistakes.filter((each) => sendable.has(each));
  return (
    <Card title={texts.acts[act].title} id={act}>
      <p className="max-w-measure text-sm text-fg-muted">{texts.acts[act].body}</p>
      {sendable.has(act) ? (
        <PressForm action={send(act)} heir={`${act}-heading`}>
          <Button variant={exchange ? "secondary" : "primary"}>{texts.acts[act].button}</Button>
        </PressForm>
      ) : null}
      {exchange ? <ExchangeView words={words} name={texts.acts[act].title} exchange={exchange} /> : null}
      {mistakes.length > 0 ? (
        <div className="grid gap-4 border-t border-border pt-4">
          <h3 className="font-semibold">{texts.breakIt}</h3>
          <p className="max-w-measure text-sm text-fg-muted">{texts.breakItBody}</p>
          <div className="flex flex-wrap gap-3">
            {sendableMistakes.map((each) => (
              <PressForm key={each} action={send(each)}>
                <Button variant="secondary">{texts.acts[each].button}</Button>
              </PressForm>
            ))}
          </div>
          {mistakes.map((each) => {
            const tried = exchanges[each];
            return tried ? (
              <div key={each} id={each} className="grid gap-3">
                <h4 className="font-semibold">{texts.acts[each].title}</h4>
                <p className="max-w-measure text-sm text-fg-muted">{texts.acts[each].body}</p>
                <ExchangeView words={words} name={texts.acts[each].title} exchange={tried} />
              </div>
            ) : null;
          })}
        </div>
      ) : null}
    </Card>
  );
}
