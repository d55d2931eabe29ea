import { ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/words";
import type { RedirectUriContext } from "@/lib/oauth/redirect-uri";
import { ActionForm, type FormAction } from "./action-form";
import { uriWords } from "./console-words";
import { UriField } from "./uri-field";

export interface AddUrisProps {
  /** gets the name of the field that was sent */
  add: (field: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
  context: RedirectUriContext;
  /** names the fields of this list apart from those of another */
  prefix: string;
  label: string;
  /** from the error page: the address that was refused */
  prefill?: string;
}

/** One address, or several at once. It works as soon as it is added. */
export function AddUris({ add, context, prefix, label, prefill }: AddUrisProps) {
  const words = getWords();
  const texts = words.console.redirectUris;
  const single = `${prefix}-uri`;
  const several = `${prefix}-uris`;
  const errorTitle = words.common.errorTitle(texts.title);
  return (
    <div className="grid gap-3">
      <ActionForm action={add.bind(null, single)} errorTitle={errorTitle} label={label} className="grid gap-3">
        <div className="flex flex-wrap items-start gap-3">
          <UriField
            id={single}
            label={label}
            placeholder={texts.placeholder}
            initialValue={prefill}
            isFocused={prefill !== undefined}
            context={context}
            words={uriWords()}
          />
          <Button variant="primary" className="sm:mt-[1.625rem]">
            {texts.addButton}
          </Button>
        </div>
      </ActionForm>
      <details>
        <summary className="flex min-h-7 w-fit items-center gap-1.5 rounded-small text-sm font-semibold text-accent-fg">
          <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
          {texts.several}
        </summary>
        <ActionForm
          action={add.bind(null, several)}
          errorTitle={errorTitle}
          label={texts.several}
          className="grid gap-3 pt-3"
        >
          <UriField id={several} label={texts.severalField} isMultiple context={context} words={uriWords()} />
          <div>
            <Button variant="secondary">{texts.severalButton}</Button>
          </div>
        </ActionForm>
      </details>
    </div>
  );
}
