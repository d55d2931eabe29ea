import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { decodeEmail } from "@/lib/auth/readable-host";
import type { TeamInvitation } from "@/lib/db/clients/teams";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface InvitationListProps {
  words: Words;
  /** `withdraw`: null for whoever may not */
  invitations: readonly (TeamInvitation & { withdraw: FormAction | null })[];
}

/** The invitations to an app's team that are open. */
export function InvitationList({ words, invitations }: InvitationListProps) {
  const texts = words.console.team;
  return (
    <ul className="grid gap-3 text-sm">
      {invitations.map(({ email, role, expiresAt, withdraw }) => (
        <li key={email} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <span className="grid min-w-0 gap-0.5">
            <bdi className="font-semibold wrap-anywhere">{decodeEmail(email)}</bdi>
            <span className="text-fg-muted">
              {texts.roles[role]} · {texts.invitedUntil(expiresAt)}
            </span>
          </span>
          {withdraw ? (
            <PressForm action={withdraw} heir="people-heading">
              <Button size="sm" variant="secondary" aria-label={texts.withdrawOf(decodeEmail(email))}>
                {texts.withdraw}
              </Button>
            </PressForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
