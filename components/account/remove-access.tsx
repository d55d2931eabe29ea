import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { getWords } from "@/lib/i18n/words";

export interface RemovalFacts {
  clientId: string;
  name: string;
  publisher: string | null;
  /** minutes for which something that was given may still be accepted; 0: nothing */
  remainingMinutes: number;
}

export interface RemoveAccessProps {
  facts: RemovalFacts;
  /** the Server Action; reads `client_id` */
  action: (form: FormData) => Promise<void>;
}

/** What removing access does and does not do, in honest words. */
export function RemovalConsequences({ facts }: { facts: RemovalFacts }) {
  const words = getWords().account.remove;
  return (
    <>
      <p>{facts.remainingMinutes > 0 ? words.within(facts.name, facts.remainingMinutes) : words.atOnce(facts.name)}</p>
      <p>{words.copied(facts.publisher ?? facts.name)}</p>
      <p>{words.again}</p>
    </>
  );
}

/** The form that removes the access: works without JavaScript. */
export function RemoveAccessForm({ facts, action }: RemoveAccessProps) {
  return (
    <form action={action}>
      <input type="hidden" name="client_id" value={facts.clientId} />
      <Button variant="danger">{getWords().account.remove.action}</Button>
    </form>
  );
}

/** A button that asks first; without JavaScript it leads to a page that asks the same. */
export function RemoveAccessButton({ facts, action }: RemoveAccessProps) {
  const words = getWords().account.remove;
  return (
    <ConfirmDialog
      trigger={words.action}
      triggerLabel={words.actionFor(facts.name)}
      fallbackHref={`/account/apps/${encodeURIComponent(facts.clientId)}/remove`}
      title={words.title(facts.name)}
      keepLabel={words.keep}
      confirm={<RemoveAccessForm facts={facts} action={action} />}
    >
      <RemovalConsequences facts={facts} />
    </ConfirmDialog>
  );
}
