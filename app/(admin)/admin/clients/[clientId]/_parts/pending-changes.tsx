import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { PendingChange } from "@/lib/admin/review-clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface PendingChangesCardProps {
  words: Words;
  changes: readonly PendingChange[];
  accept: FormAction;
  refuse: FormAction;
}

/** What a verified app asks to change, member by member, and the decision about it. */
export function PendingChangesCard({ words, changes, accept, refuse }: PendingChangesCardProps) {
  const texts = words.admin.review;
  return (
    <Card title={texts.changes}>
      <p className="text-sm text-fg-muted">{texts.changesIntro}</p>
      <dl className="grid gap-4">
        {changes.map(({ member, before, after }) => (
          <div key={member} className="grid gap-1">
            <dt className="text-sm font-semibold">{texts.members[member]}</dt>
            {member === "logo" ? (
              <dd className="text-sm text-fg-muted">{texts.logoNote}</dd>
            ) : (
              <dd className="grid gap-3 sm:grid-cols-2">
                <Values words={words} label={texts.changesBefore} values={before} />
                <Values words={words} label={texts.changesAfter} values={after} />
              </dd>
            )}
            {member === "hosts" ? <dd className="text-sm text-fg-muted">{texts.hostsNote}</dd> : null}
          </div>
        ))}
      </dl>
      <PressForm action={accept}>
        <Button variant="primary">{texts.accept}</Button>
      </PressForm>
      <ActionForm
        action={refuse}
        errorTitle={words.common.errorTitle(texts.refuseChanges)}
        label={texts.refuseChanges}
        className="grid gap-4 border-t border-border pt-4"
      >
        <p className="text-sm text-fg-muted">{texts.refuseChangesHint}</p>
        <FormTextArea id="changes-reason" label={texts.reason} hint={texts.reasonHint} rows={3} maxLength={500} />
        <div>
          <Button variant="secondary">{texts.refuseChanges}</Button>
        </div>
      </ActionForm>
    </Card>
  );
}

/** Texts that the app chose are texts, not links: nobody should be led by them. */
function Values({ words, label, values }: { words: Words; label: string; values: readonly string[] }) {
  return (
    <div className="grid content-start gap-1 rounded-control bg-sunken p-3 text-sm">
      <p className="text-fg-muted">{label}</p>
      {values.length === 0 ? (
        <p>{words.admin.review.none}</p>
      ) : (
        <ul className="grid gap-1">
          {values.map((value) => (
            <li key={value} className="wrap-anywhere">
              <bdi>{value}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
