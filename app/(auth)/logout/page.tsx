import type { Metadata } from "next";
import { LogoutForm, LogoutReturnLink } from "@/components/auth/logout-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { findLogoutReturn } from "@/lib/auth/logout-view";
import { getWords } from "@/lib/i18n/words";

const form = { form: "logout", isSessionBound: true };

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, user } = await readAuthPage(searchParams, form);
  const { common, auth } = getWords();
  const title = user ? auth.logout.title(page.portalName) : auth.logout.doneTitle;
  return { title: common.pageTitle(title, page.portalName) };
}

/** Asks; a GET never signs anybody out. */
export default async function LogoutPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, user, csrf, query } = await readAuthPage(searchParams, form);
  const back = await findLogoutReturn({ get: query });
  const words = getWords().auth.logout;
  if (!user) {
    return (
      <PageShell page={page} layout="auth">
        <AuthCard title={words.doneTitle} lead={<p>{words.doneBody}</p>}>
          {back ? <LogoutReturnLink back={back} /> : null}
          <LinkButton href="/login" size="lg" isFullWidth>
            {words.signIn}
          </LinkButton>
        </AuthCard>
      </PageShell>
    );
  }
  return (
    <PageShell page={page} layout="auth">
      <LogoutForm csrf={csrf} portalName={page.portalName} email={user.email} back={back} />
    </PageShell>
  );
}
