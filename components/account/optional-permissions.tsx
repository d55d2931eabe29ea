import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { AllowedScope } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";

export interface OptionalPermissionsProps {
  clientId: string;
  /** the optional ones */
  scopes: readonly AllowedScope[];
  /** the Server Action; reads `client_id` and every `keep` */
  action: (form: FormData) => Promise<void>;
}

/** Lets a person turn off what an app can do without. */
export function OptionalPermissions({ clientId, scopes, action }: OptionalPermissionsProps) {
  const words = getWords().account.app;
  return (
    <form action={action} className="grid justify-items-start gap-3">
      <input type="hidden" name="client_id" value={clientId} />
      <div>
        {scopes.map((scope) => (
          <Checkbox
            key={scope.name}
            id={`keep-${scope.name}`}
            name="keep"
            value={scope.name}
            defaultChecked
            label={scope.title ?? words.retired}
          />
        ))}
      </div>
      <Button variant="secondary">{words.saveOptional}</Button>
    </form>
  );
}
