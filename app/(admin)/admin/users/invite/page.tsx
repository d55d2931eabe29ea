import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { listInvitations } from "@/lib/people/invitations";
import { AdminHeading } from "../../_parts/admin-heading";
import { InvitationTable } from "./_parts/invitation-table";
import { inviteAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.invitations.title);
};

const PATH = "/admin/users/invite";
const PAGE_SIZE = 50;

/** Inviting somebody, and the invitations that nobody followed yet. */
export default async function Invite({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const words = await getPageWords();
  const texts = words.admin.invitations;
  const { actor } = await openAdminPage();
  const { after } = await searchParams;
  const now = new Date();
  const from = typeof after === "string" ? after : undefined;
  const found = await listInvitations(actor, { after: from, limit: PAGE_SIZE, now });
  const { invitations, hasMore } = found ?? { invitations: [], hasMore: false };
  const way = [{ href: "/admin/users", label: words.admin.people.title }, { label: texts.title }];
  return (
    <>
      <AdminHeading
        title={texts.title}
        intro={texts.intro}
        before={<Breadcrumb label={words.console.breadcrumb} items={way} />}
      />
      <Card id="invite" title={texts.invite}>
        <ActionForm
          action={inviteAction}
          errorTitle={words.common.errorTitle(texts.invite)}
          label={texts.invite}
          className="grid max-w-xl content-start gap-4"
        >
          <FormField id="email" label={texts.email} type="email" maxLength={254} />
          <div>
            <Button variant="primary">{texts.submit}</Button>
          </div>
        </ActionForm>
      </Card>
      <section aria-labelledby="invitations-title" className="grid gap-3">
        <h2 id="invitations-title" tabIndex={-1} className="text-lg font-semibold">
          {texts.list}
        </h2>
        {invitations.length === 0 ? (
          <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
        ) : (
          <InvitationTable words={words} invitations={invitations} now={now} />
        )}
        {hasMore ? (
          <p>
            <LinkButton href={`${PATH}?after=${invitations.at(-1)?.invitationId}`}>
              {words.admin.people.next}
            </LinkButton>
          </p>
        ) : null}
      </section>
    </>
  );
}
