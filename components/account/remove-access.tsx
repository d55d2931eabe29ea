import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface RemovalFacts {
  clientId: string;
  name: string;
  publisher: string | null;
  /** for how long APIs may still accept its tokens: those that check status lists, and the others; null: they end at once */
  remaining: { seconds: number; minutes: number } | null;
}

export interface RemoveAccessProps {
  words: Words;
  facts: RemovalFacts;
  /** the Server Action; reads `client_id` */
  action: FormAction;
}

/** What removing access does and does not do, in honest words. */
export function RemovalConsequences({ words, facts }: { words: Words; facts: RemovalFacts }) {
  const texts = words.account.remove;
  const { name, remaining } = facts;
  return (
    <>
      <p>{remaining ? texts.within(name, remaining) : texts.atOnce(name)}</p>
      <p>{texts.copied(facts.publisher ?? facts.name)}</p>
      <p>{texts.again}</p>
    </>
  );
}

/** The form that removes the access: works without JavaScript. */
export function RemoveAccessForm({ words, facts, action }: RemoveAccessProps) {
  return (
    <PressForm action={action} heir="page-title">
      <input type="hidden" name="client_id" value={facts.clientId} />
      <Button variant="danger">{words.account.remove.action}</Button>
    </PressForm>
  );
}

/** A button that asks first; without JavaScript it leads to a page that asks the same. */
export function RemoveAccessButton({ words, facts, action }: RemoveAccessProps) {
  const texts = words.account.remove;
  return (
    <ConfirmDialog
      trigger={texts.action}
      triggerLabel={texts.actionFor(facts.name)}
      fallbackHref={`/account/apps/${encodeURIComponent(facts.clientId)}/remove`}
      title={texts.title(facts.name)}
      keepLabel={texts.keep}
      confirm={<RemoveAccessForm words={words} facts={facts} action={action} />}
    >
      <RemovalConsequences words={words} facts={facts} />
    </ConfirmDialog>
  );
}
