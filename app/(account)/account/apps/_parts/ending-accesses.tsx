import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import type { EndingAccess } from "@/lib/account/unused-access";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface EndingAccessesProps {
  words: Words;
  accesses: readonly EndingAccess[];
  /** without use, after which access ends */
  days: number;
  /** the Server Action; reads `client_id` */
  action: FormAction;
}

/** Asks about each access that nobody uses, whether to keep or to remove it. */
export function EndingAccesses({ words, accesses, days, action }: EndingAccessesProps) {
  const texts = words.account.unused;
  return (
    <Card title={texts.title} id="unused" intro={texts.intro(days)}>
      <ul aria-labelledby="unused" className="grid divide-y divide-border">
        {accesses.map(({ clientId, appName, lastUsedAt, endsAt }) => (
          <li key={clientId} className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0">
            <div className="grid min-w-0 gap-1 wrap-anywhere">
              <p className="font-semibold">
                <a href={`/account/apps/${encodeURIComponent(clientId)}`} className="link">
                  {appName}
                </a>
              </p>
              <p className="text-sm text-fg-muted">{texts.since(lastUsedAt, endsAt)}</p>
            </div>
            <div className="flex flex-wrap gap-2">
              <PressForm action={action} heir="page-title">
                <input type="hidden" name="client_id" value={clientId} />
                <Button variant="secondary" aria-label={texts.keepFor(appName)}>
                  {texts.keep}
                </Button>
              </PressForm>
              <LinkButton
                href={`/account/apps/${encodeURIComponent(clientId)}/remove`}
                aria-label={words.account.remove.actionFor(appName)}
              >
                {words.account.remove.action}
              </LinkButton>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
