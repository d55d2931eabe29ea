import type { Metadata } from "next";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { logoutForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { findLogoutReturn } from "@/lib/auth/logout-view";
import { getPageWords } from "@/lib/auth/page-words";
import { LogoutForm, LogoutReturnLink } from "./_parts/logout-form";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, user } = await readAuthPage(searchParams, logoutForm);
  const { common, auth } = await getPageWords();
  const title = user ? auth.logout.title(page.portalName) : auth.logout.doneTitle;
  return { title: common.pageTitle(title, page.portalName) };
}

/** Asks first; a GET never signs anybody out. */
export default async function LogoutPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, user, csrf, query } = await readAuthPage(searchParams, logoutForm);
  const back = await findLogoutReturn({ get: query });
  const words = await getPageWords();
  const texts = words.auth.logout;
  if (!user) {
    return (
      <AuthCard title={texts.doneTitle} lead={<p>{texts.doneBody}</p>}>
        {back ? <LogoutReturnLink words={words} back={back} /> : null}
        <LinkButton href="/login" size="lg" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  return <LogoutForm words={words} csrf={csrf} portalName={page.portalName} email={user.email} back={back} />;
}
