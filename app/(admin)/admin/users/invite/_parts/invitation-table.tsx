import { FramedTable } from "@/components/admin/framed-table";
import { PressForm } from "@/components/forms/press-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { DataColumn } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { Words } from "@/lib/i18n/words";
import type { ShownInvitation } from "@/lib/people/invitations";
import { sendAgainAction, withdrawAction } from "../actions";

export interface InvitationTableProps {
  words: Words;
  invitations: readonly ShownInvitation[];
  now: Date;
}

/** Invitations that nobody followed yet: who was invited, until when, and the ways to change that. */
export function InvitationTable({ words, invitations, now }: InvitationTableProps) {
  const texts = words.admin.invitations;
  const columns: DataColumn<ShownInvitation>[] = [
    {
      key: "email",
      header: texts.email,
      isRowHeader: true,
      cell: ({ email }) => <bdi className="wrap-anywhere">{email}</bdi>,
    },
    {
      key: "sent",
      header: texts.sent,
      cell: ({ createdAt, invitedByEmail }) => (
        <>
          <Time words={words} value={createdAt} format="relative" now={now} />{" "}
          <span className="text-fg-muted">{invitedByEmail ? texts.sentBy(invitedByEmail) : texts.byOperator}</span>
        </>
      ),
    },
    {
      key: "until",
      header: texts.until,
      cell: ({ expiresAt, isOver }) =>
        isOver ? <Badge tone="warning">{texts.over}</Badge> : <Time words={words} value={expiresAt} />,
    },
    {
      key: "action",
      header: <span className="sr-only">{texts.action}</span>,
      align: "end",
      cell: ({ invitationId, email }) => (
        <span className="flex flex-wrap gap-2 sm:justify-end">
          <PressForm action={sendAgainAction.bind(null, invitationId)} heir="invitations-title">
            <Button size="sm" aria-label={texts.sendAgainLabel(email)}>
              {texts.sendAgain}
            </Button>
          </PressForm>
          <PressForm action={withdrawAction.bind(null, invitationId)} heir="invitations-title">
            <Button size="sm" aria-label={texts.withdrawLabel(email)}>
              {texts.withdraw}
            </Button>
          </PressForm>
        </span>
      ),
    },
  ];
  return (
    <FramedTable
      caption={texts.list}
      columns={columns}
      rows={invitations}
      rowKey={({ invitationId }) => invitationId}
    />
  );
}
