import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import { TEAM_ROLES } from "@/lib/events/team-roles";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

/** Whom to invite, and for what. */
export function InviteForm({ words, action }: { words: Words; action: FormAction }) {
  const texts = words.console.team;
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.invite}
      className="grid max-w-md gap-4"
    >
      <FormField id="email" type="email" label={texts.email} autoCapitalize="none" spellCheck={false} maxLength={254} />
      <FormSelect
        id="role"
        label={texts.role}
        defaultValue="developer"
        options={TEAM_ROLES.map((value) => ({ value, label: texts.roles[value] }))}
      />
      <div>
        <Button variant="primary">{texts.sendInvitation}</Button>
      </div>
    </ActionForm>
  );
}
