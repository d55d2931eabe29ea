import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { AllowedScope } from "@/lib/db/people/consents";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface UnusedPermissionsProps {
  words: Words;
  clientId: string;
  appName: string;
  /** days in which it used none of them */
  days: number;
  scopes: readonly AllowedScope[];
  /** the Server Action; reads `client_id` and every `proposed` */
  action: FormAction;
}

/** Proposes to turn off what an app never used, with one press; nothing where it used everything. */
export function UnusedPermissions({ words, clientId, appName, days, scopes, action }: UnusedPermissionsProps) {
  if (scopes.length === 0) return null;
  const texts = words.account;
  return (
    <Note tone="info">
      <div className="grid justify-items-start gap-3">
        <p>{texts.use.proposal(appName, days)}</p>
        <ul className="list-disc ps-5">
          {scopes.map(({ name, title }) => (
            <li key={name}>{title ?? texts.app.retired}</li>
          ))}
        </ul>
        <PressForm action={action} heir="permissions">
          <input type="hidden" name="client_id" value={clientId} />
          {scopes.map(({ name }) => (
            <input key={name} type="hidden" name="proposed" value={name} />
          ))}
          <Button variant="secondary">{texts.use.turnOff}</Button>
        </PressForm>
      </div>
    </Note>
  );
}
