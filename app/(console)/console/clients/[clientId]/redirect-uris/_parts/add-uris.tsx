import { uriWords } from "@/components/console/console-words";
import { UriField } from "@/components/console/uri-field";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import type { RedirectUriContext } from "@/lib/oauth/client/redirect-uri";

type Prefix = "redirect" | "post-logout";

export interface AddUrisProps {
  words: Words;
  /** gets the name of the field that was sent */
  add: (field: `${Prefix}-uri${"" | "s"}`, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;
  context: RedirectUriContext;
  /** names the fields of this list apart from those of another */
  prefix: Prefix;
  label: string;
  /** from the error page: the address that was refused */
  prefill?: string;
}

/** One address, or several at once. It works as soon as it is added. */
export function AddUris({ words, add, context, prefix, label, prefill }: AddUrisProps) {
  const texts = words.console.redirectUris;
  const single = `${prefix}-uri` as const;
  const several = `${prefix}-uris` as const;
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
            words={uriWords(words)}
          />
          <Button variant="primary" className="sm:mt-[1.625rem]">
            {texts.addButton}
          </Button>
        </div>
      </ActionForm>
      <Disclosure summary={texts.several}>
        <ActionForm
          action={add.bind(null, several)}
          errorTitle={errorTitle}
          label={texts.several}
          className="grid gap-3"
        >
          <UriField id={several} label={texts.severalField} isMultiple context={context} words={uriWords(words)} />
          <div>
            <Button variant="secondary">{texts.severalButton}</Button>
          </div>
        </ActionForm>
      </Disclosure>
    </div>
  );
}
