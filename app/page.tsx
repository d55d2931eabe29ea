import type { Metadata } from "next";
import { headers } from "next/headers";
import { HomeCards } from "@/components/auth/home-cards";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { isSignUpOpen } from "@/lib/auth/portal-settings";
import { getCurrentUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  const { portalName } = await getPageContext();
  return { title: getWords().auth.home.title(portalName) };
}

/** What this portal is, and the ways in. */
export default async function HomePage() {
  const page = await getPageContext();
  const user = await getCurrentUser();
  const { common, auth } = getWords();
  const words = auth.home;
  const actions = user ? (
    <>
      <span className="text-fg-muted wrap-anywhere">{user.email}</span>
      <LinkButton href="/logout" size="sm">
        {common.signOut}
      </LinkButton>
    </>
  ) : null;
  return (
    <PageShell page={page} actions={actions}>
      <div className="mx-auto grid max-w-3xl gap-8 sm:py-8">
        <div className="grid gap-3">
          <h1 className="text-2xl font-heading wrap-anywhere">
            {user ? words.hello(user.name ?? user.email) : words.title(page.portalName)}
          </h1>
          <p className="max-w-measure text-lg text-fg-muted">{words.lead}</p>
          {user ? null : (
            <p className="mt-2 flex flex-wrap gap-3">
              <LinkButton href="/login" variant="primary" size="lg">
                {words.signIn}
              </LinkButton>
              {(await isSignUpOpen()) ? (
                <LinkButton href="/sign-up" size="lg">
                  {words.signUp}
                </LinkButton>
              ) : null}
            </p>
          )}
        </div>
        <HomeCards isAdmin={user?.isAdmin === true} isOutboxOpen={isOutboxOpenTo(await headers())} />
      </div>
    </PageShell>
  );
}
