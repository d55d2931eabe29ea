import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import type { Words } from "@/lib/i18n/words";
import { addMemberAction } from "../actions";

/** Puts somebody into the group by their address. */
export function MemberForm({ words, groupId }: { words: Words; groupId: string }) {
  const texts = words.admin.groups;
  return (
    <ActionForm
      action={addMemberAction.bind(null, groupId)}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.addTitle}
      className="flex flex-wrap items-end gap-3"
    >
      <FormField
        id="email"
        label={texts.emailField}
        inputMode="email"
        maxLength={254}
        className="min-w-56 flex-1 sm:max-w-sm"
      />
      <Button variant="secondary">{texts.add}</Button>
    </ActionForm>
  );
}
