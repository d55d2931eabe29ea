import type { Metadata } from "next";
import { cache } from "react";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { keepAccountForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { findKeepLink } from "@/lib/auth/keep-account";
import { getPageWords } from "@/lib/auth/page-words";

/** What the page says, for its title as well. */
const readKeepAccount = cache(async (searchParams: SearchParams) => {
  const { csrf, page, query } = await readAuthPage(searchParams, keepAccountForm);
  const { common, auth } = await getPageWords();
  const texts = auth.keepAccount;
  const isKept = query("kept") !== null;
  const token = query("token");
  const link = token === null ? null : await findKeepLink(token);
  const open = link ? texts.title : token === null ? texts.leftTitle : texts.overTitle;
  const title = isKept ? texts.keptTitle : open;
  return { csrf, texts, isKept, token, link, title, documentTitle: common.pageTitle(title, page.portalName) };
});

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readKeepAccount(searchParams)).documentTitle };
}

/**
 * Where a person arrives who has just asked to delete their account, and where the mailed link leads with which they
 * keep it. Opening it changes nothing, because mail programs open links too.
 */
export default async function KeepAccountPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, texts, isKept, token, link, title } = await readKeepAccount(searchParams);
  if (isKept) {
    return (
      <AuthCard title={title} lead={<p>{texts.keptBody}</p>}>
        <LinkButton href="/login" variant="primary" size="lg" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  if (token === null || !link) {
    return (
      <AuthCard title={title} lead={<p>{token === null ? texts.leftBody : texts.overBody}</p>}>
        <LinkButton href="/login" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={title}
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
