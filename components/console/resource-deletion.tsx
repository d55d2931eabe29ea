import { Button, LinkButton } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/words";
import { Card } from "./card";

export interface ResourceDeletionProps {
  name: string;
  path: string;
  /** the question was asked */
  isAsking: boolean;
  remove: () => Promise<void>;
}

/** Deletes an API: says what happens, then asks. */
export function ResourceDeletion({ name, path, isAsking, remove }: ResourceDeletionProps) {
  const texts = getWords().console.apis.deletion;
  return (
    <Card title={isAsking ? texts.confirmTitle(name) : texts.title} tone="danger" id="delete">
      <p className="max-w-measure text-sm text-fg-muted">{texts.body}</p>
      {isAsking ? (
        <form action={remove} className="flex flex-wrap gap-3">
          <LinkButton href={path} autoFocus>
            {texts.keep}
          </LinkButton>
          <Button variant="danger">{texts.confirm}</Button>
        </form>
      ) : (
        <div>
          <LinkButton href={`${path}?delete=1#delete`}>{texts.action}</LinkButton>
        </div>
      )}
    </Card>
  );
}
