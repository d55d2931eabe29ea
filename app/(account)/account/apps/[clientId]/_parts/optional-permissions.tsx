import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { AllowedScope } from "@/lib/db/people/consents";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface OptionalPermissionsProps {
  words: Words;
  clientId: string;
  /** the optional ones */
  scopes: readonly AllowedScope[];
  /** the Server Action; reads `client_id` and every `keep` */
  action: FormAction;
}

/** Lets a person turn off what an app can do without. */
export function OptionalPermissions({ words, clientId, scopes, action }: OptionalPermissionsProps) {
  const texts = words.account.app;
  return (
    <PressForm action={action} heir="permissions" className="grid justify-items-start gap-3">
      <input type="hidden" name="client_id" value={clientId} />
      <div>
        {scopes.map((scope) => (
          <Checkbox
            key={scope.name}
            id={`keep-${scope.name}`}
            name="keep"
            value={scope.name}
            defaultChecked
            label={scope.title ?? texts.retired}
          />
        ))}
      </div>
      <Button variant="secondary">{texts.saveOptional}</Button>
    </PressForm>
  );
}
