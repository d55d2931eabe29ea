import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface TestMailFormProps {
  words: Words;
  /** whom the mail goes to at first: the administrator */
  email: string;
  hasServer: boolean;
  action: FormAction;
}

/** Sends a mail now, to see whether mails arrive. */
export function TestMailForm({ words, email, hasServer, action }: TestMailFormProps) {
  const texts = words.admin.settings.testMail;
  return (
    <Card id="test-mail" title={texts.title}>
      {hasServer ? (
        <>
          <p className="max-w-measure text-sm text-fg-muted">{texts.intro}</p>
          <ActionForm
            action={action}
            errorTitle={words.common.errorTitle(texts.title)}
            label={texts.title}
            className="grid max-w-xl content-start gap-4"
          >
            <FormField id="to" label={texts.to} type="email" defaultValue={email} maxLength={254} />
            <div>
              <Button variant="primary">{texts.submit}</Button>
            </div>
          </ActionForm>
        </>
      ) : (
        <Note>{texts.noServer}</Note>
      )}
    </Card>
  );
}
