import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ApiDeletionProps {
  words: Words;
  name: string;
  path: string;
  /** the question was asked */
  isAsking: boolean;
  remove: FormAction;
}

/** Deletes an API: says what happens, then asks. */
export function ApiDeletion({ words, name, path, isAsking, remove }: ApiDeletionProps) {
  const texts = words.console.apis.deletion;
  return (
    <Card title={isAsking ? texts.confirmTitle(name) : texts.title} tone="danger" id="delete">
      <p className="max-w-measure text-sm text-fg-muted">{texts.body}</p>
      {isAsking ? (
        <div className="flex flex-wrap gap-3">
          <InPlaceLink href={path} isFocused heir="delete-api">
            {texts.keep}
          </InPlaceLink>
          <PressForm action={remove}>
            <Button variant="danger">{texts.confirm}</Button>
          </PressForm>
        </div>
      ) : (
        <div>
          <InPlaceLink id="delete-api" href={`${path}?delete=1#delete`}>
            {texts.action}
          </InPlaceLink>
        </div>
      )}
    </Card>
  );
}
