import type { Metadata } from "next";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { keepAccountForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { findKeepLink } from "@/lib/auth/keep-account";
import { getPageWords } from "@/lib/auth/page-words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page } = await readAuthPage(searchParams, keepAccountForm);
  const { common, auth } = await getPageWords();
  return { title: common.pageTitle(auth.keepAccount.title, page.portalName) };
}

/**
 * Where a person arrives who has just asked to delete their account, and where the mailed link leads with which they
 * keep it. Opening it changes nothing, because mail programs open links too.
 */
export default async function KeepAccountPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, query } = await readAuthPage(searchParams, keepAccountForm);
  const { auth } = await getPageWords();
  const texts = auth.keepAccount;
  if (query("kept") !== null) {
    return (
      <AuthCard title={texts.keptTitle} lead={<p>{texts.keptBody}</p>}>
        <LinkButton href="/login" variant="primary" size="lg" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  const token = query("token");
  const link = token === null ? null : await findKeepLink(token);
  if (token === null || !link) {
    const [title, body] = token === null ? [texts.leftTitle, texts.leftBody] : [texts.overTitle, texts.overBody];
    return (
      <AuthCard title={title} lead={<p>{body}</p>}>
        <LinkButton href="/login" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={texts.title}
      lead={
        <p>
          {texts.until(link.deleteAt)} <bdi className="font-semibold wrap-anywhere text-fg">{link.email}</bdi>
        </p>
      }
    >
      <form method="post" action="/keep-account/submit">
        <HiddenFields csrf={csrf} />
        <input type="hidden" name="token" value={token} />
        <Button id="keep-account" variant="primary" size="lg" isFullWidth>
          {texts.submit}
        </Button>
      </form>
    </AuthCard>
  );
}
