import { Code, type LucideIcon, Monitor, Server, Smartphone, Terminal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Field } from "@/components/ui/field";
import { RadioCard } from "@/components/ui/radio-card";
import type { Words } from "@/lib/i18n/words";
import type { ClientKind } from "@/lib/oauth/model";

const icons: Record<ClientKind, LucideIcon> = {
  web: Server,
  spa: Code,
  native: Smartphone,
  device: Monitor,
  service: Terminal,
};

export interface KindStepProps {
  words: Words;
  kinds: readonly ClientKind[];
  kind: ClientKind;
  name: string;
  /** what is wrong with the name, when the form came back */
  error: string | null;
}

/** Step 1: a plain GET form, so that its answers are in the address of step 2 and Back brings them back. */
export function KindStep({ words, kinds, kind, name, error }: KindStepProps) {
  const texts = words.console.register;
  return (
    <form method="get" noValidate className="grid gap-6">
      <input type="hidden" name="step" value="2" />
      {error ? <ErrorSummary title={words.common.errorSummary} errors={[{ fieldId: "name", message: error }]} /> : null}
      <Field
        id="name"
        label={texts.name}
        hint={texts.nameHint}
        defaultValue={name}
        error={error}
        required
        maxLength={80}
        autoComplete="off"
        autoFocus={!error}
        className="max-w-md"
      />
      <fieldset className="grid gap-3">
        <legend className="mb-3 text-sm font-semibold">{texts.kind}</legend>
        <div className="grid gap-3 md:grid-cols-2">
          {kinds.map((each) => {
            const Icon = icons[each];
            return (
              <RadioCard
                key={each}
                id={`kind-${each}`}
                name="kind"
                value={each}
                defaultChecked={each === kind}
                icon={<Icon aria-hidden="true" className="size-4 shrink-0" />}
                title={words.console.kinds[each].choice}
                description={words.console.kinds[each].consequence}
              />
            );
          })}
        </div>
      </fieldset>
      <div>
        <Button variant="primary">{texts.next}</Button>
      </div>
    </form>
  );
}
