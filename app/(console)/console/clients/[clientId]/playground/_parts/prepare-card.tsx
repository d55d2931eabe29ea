import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { OpenedPlayground } from "@/lib/console/playground/playground";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { MeaningList } from "./meaning-list";

export interface PrepareCardProps {
  words: Words;
  run: OpenedPlayground["run"];
  begin: FormAction;
  end: FormAction;
}

/** Where a run begins: the values that it asks with, each with its meaning. */
export function PrepareCard({ words, run, begin, end }: PrepareCardProps) {
  const texts = words.console.playground;
  return (
    <Card title={texts.prepare} id="prepare">
      <p className="max-w-measure text-sm text-fg-muted">{texts.prepareBody}</p>
      {run?.asked ? <MeaningList words={words} pairs={run.asked} /> : null}
      <div className="flex flex-wrap gap-3">
        <PressForm action={begin}>
          <Button variant={run ? "secondary" : "primary"}>{run ? texts.startOver : texts.start}</Button>
        </PressForm>
        {run ? (
          <PressForm action={end} heir="prepare-heading">
            <Button variant="secondary">{texts.end}</Button>
          </PressForm>
        ) : null}
      </div>
    </Card>
  );
}
