import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface NameFormProps {
  words: Words;
  action: FormAction;
  /** what it is called now; default: nothing yet */
  name?: string;
  /** of the button */
  submit: string;
}

/** What a group is called: a new one, or another name for one. */
export function NameForm({ words, action, name = "", submit }: NameFormProps) {
  const texts = words.admin.groups;
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(texts.title)}
      label={submit}
      className="grid max-w-md gap-5"
    >
      <FormField id="name" label={texts.nameField} hint={texts.nameHint} defaultValue={name} />
      <div>
        <Button variant={name ? "secondary" : "primary"}>{submit}</Button>
      </div>
    </ActionForm>
  );
}
