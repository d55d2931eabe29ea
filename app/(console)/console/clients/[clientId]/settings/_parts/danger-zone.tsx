import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface SuspendCardProps {
  words: Words;
  client: ClientDetails;
  /** false: an administrator suspended it */
  mayResume: boolean;
  suspend: FormAction;
  resume: FormAction;
}

/** Stops the app, or lets it work again. */
export function SuspendCard({ words, client, mayResume, suspend, resume }: SuspendCardProps) {
  const texts = words.console.settings.suspend;
  if (!client.suspendedAt) {
    return (
      <Card title={texts.title} tone="danger">
        <p className="max-w-measure text-sm text-fg-muted">{texts.body}</p>
        <PressForm action={suspend}>
          <Button variant="secondary">{texts.action}</Button>
        </PressForm>
      </Card>
    );
  }
  return (
    <Card title={texts.resumeTitle}>
      <p className="max-w-measure text-sm text-fg-muted">{mayResume ? texts.resumeBody : texts.byAdmin}</p>
      {mayResume ? (
        <PressForm action={resume}>
          <Button variant="primary">{texts.resume}</Button>
        </PressForm>
      ) : null}
    </Card>
  );
}

export interface DeleteCardProps {
  words: Words;
  client: ClientDetails;
  /** who loses their connection */
  people: number;
  restoreDays: number;
  /** the confirmation is open */
  isAsking: boolean;
  path: string;
  action: FormAction;
}

/** Deletes the app: says what happens, then asks for its name. */
export function DeleteCard({ words, client, people, restoreDays, isAsking, path, action }: DeleteCardProps) {
  const texts = words.console.settings.delete;
  return (
    <Card title={isAsking ? texts.confirmTitle(client.name) : texts.title} tone="danger" id="delete">
      <div className="grid max-w-measure gap-1 text-sm text-fg-muted">
        <p>{texts.body(people)}</p>
        <p>{texts.undo(restoreDays)}</p>
      </div>
      {isAsking ? (
        <ActionForm
          action={action}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid max-w-md gap-4"
        >
          <FormField id="typed-name" label={texts.confirmField(client.name)} />
          <div className="flex flex-wrap gap-3">
            <InPlaceLink href={path} isFocused heir="delete-app">
              {texts.keep}
            </InPlaceLink>
            <Button variant="danger">{texts.confirm}</Button>
          </div>
        </ActionForm>
      ) : (
        <div>
          <InPlaceLink id="delete-app" href={`${path}?delete=1#delete`}>
            {texts.action}
          </InPlaceLink>
        </div>
      )}
    </Card>
  );
}
