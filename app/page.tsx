import type { Metadata } from "next";
import { headers } from "next/headers";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { isOutboxOpenTo } from "@/lib/auth/mail";
import { getPageWords } from "@/lib/auth/page-words";
import { getCurrentUser } from "@/lib/auth/require-user";
import { isSignUpOpen } from "@/lib/auth/sign-up-policy";
import { getPageContext } from "@/lib/http/page-context";
import { HomeCards } from "./_parts/home-cards";

export async function generateMetadata(): Promise<Metadata> {
  const { portalName } = await getPageContext();
  const words = await getPageWords();
  return { title: words.auth.home.title(portalName) };
}

/** What this portal is, and the ways in. */
export default async function HomePage() {
  const page = await getPageContext();
  const user = await getCurrentUser();
  const words = await getPageWords();
  const texts = words.auth.home;
  return (
    <PageShell words={words} page={page} user={user}>
      <div className="mx-auto grid max-w-3xl gap-8 sm:py-8">
        <div className="grid gap-3">
          <h1 className="text-2xl font-heading wrap-anywhere">
            {user ? texts.hello(user.name ?? user.email) : texts.title(page.portalName)}
          </h1>
          <p className="max-w-measure text-lg text-fg-muted">{texts.lead}</p>
          {user ? null : (
            <p className="mt-2 flex flex-wrap gap-3">
              <LinkButton href="/login" variant="primary" size="lg">
                {texts.signIn}
              </LinkButton>
              {(await isSignUpOpen()) ? (
                <LinkButton href="/sign-up" size="lg">
                  {texts.signUp}
                </LinkButton>
              ) : null}
            </p>
          )}
        </div>
        <HomeCards
          words={words}
          isAdmin={user?.isAdmin === true}
          isSupport={user?.isSupport === true}
          isOutboxOpen={isOutboxOpenTo(await headers())}
        />
      </div>
    </PageShell>
  );
}
