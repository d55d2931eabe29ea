import type { Metadata } from "next";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { findInvitationOf } from "@/lib/auth/accept-invitation";
import { invitationForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findMinPasswordLength } from "@/lib/auth/second-factor-rule";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState, query } = await readAuthPage(searchParams, invitationForm);
  const { common, auth } = await getPageWords();
  const isOpen = (await findInvitationOf(query("token") ?? "")) !== null;
  const title = common.pageTitle(isOpen ? auth.invitation.title : auth.invitation.overTitle, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

/** Opening the link does not use it up, because mail scanners and previews open links too. */
export default async function InvitationPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, formState, page, query } = await readAuthPage(searchParams, invitationForm);
  const words = await getPageWords();
  const texts = words.auth.invitation;
  const token = query("token") ?? "";
  const invitation = await findInvitationOf(token);
  if (!invitation) {
    return (
      <AuthCard title={texts.overTitle} lead={<p>{texts.overBody}</p>}>
        <LinkButton href="/login" variant="primary" size="lg" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  const isWhole = formState && formState.field === null && formState.message;
  return (
    <AuthCard title={texts.title} lead={<p>{texts.lead(page.portalName)}</p>}>
      {isWhole ? (
        <Note tone="danger" role="alert">
          <p>{formState.message}</p>
        </Note>
      ) : null}
      <AccountForm
        words={words}
        action="/invitation/submit"
        csrf={csrf}
        token={token}
        submitLabel={texts.submit}
        fixedEmail={decodeEmail(invitation.email)}
        minLength={await findMinPasswordLength()}
        problem={formState}
        values={formState?.values ?? {}}
      />
    </AuthCard>
  );
}
