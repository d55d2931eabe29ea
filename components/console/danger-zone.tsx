import { Button, LinkButton } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import { ActionForm, type FormAction } from "./action-form";
import { Card } from "./card";
import { FormField } from "./form-field";

export interface SuspendCardProps {
  client: ClientDetails;
  /** false: an administrator suspended it */
  mayResume: boolean;
  suspend: () => Promise<void>;
  resume: () => Promise<void>;
}

/** Stops the app, or lets it work again. */
export function SuspendCard({ client, mayResume, suspend, resume }: SuspendCardProps) {
  const words = getWords().console.settings.suspend;
  if (!client.suspendedAt) {
    return (
      <Card title={words.title} tone="danger">
        <p className="max-w-measure text-sm text-fg-muted">{words.body}</p>
        <form action={suspend}>
          <Button variant="secondary">{words.action}</Button>
        </form>
      </Card>
    );
  }
  return (
    <Card title={words.resumeTitle}>
      <p className="max-w-measure text-sm text-fg-muted">{mayResume ? words.resumeBody : words.byAdmin}</p>
      {mayResume ? (
        <form action={resume}>
          <Button variant="primary">{words.resume}</Button>
        </form>
      ) : null}
    </Card>
  );
}

export interface DeleteCardProps {
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
export function DeleteCard({ client, people, restoreDays, isAsking, path, action }: DeleteCardProps) {
  const words = getWords();
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
            <LinkButton href={path} autoFocus>
              {texts.keep}
            </LinkButton>
            <Button variant="danger">{texts.confirm}</Button>
          </div>
        </ActionForm>
      ) : (
        <div>
          <LinkButton href={`${path}?delete=1#delete`}>{texts.action}</LinkButton>
        </div>
      )}
    </Card>
  );
}
