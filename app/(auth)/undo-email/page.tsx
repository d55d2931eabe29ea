import type { Metadata } from "next";
import { cache } from "react";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { undoEmailForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { getPageWords } from "@/lib/auth/page-words";
import { findUndo } from "@/lib/auth/undo-email";

/** What the page says, for its title as well. */
const readUndoEmail = cache(async (searchParams: SearchParams) => {
  const { csrf, page, query } = await readAuthPage(searchParams, undoEmailForm);
  const { common, auth } = await getPageWords();
  const texts = auth.undoEmail;
  const isUndone = query("undone") !== null;
  const token = query("token") ?? "";
  const link = await findUndo(token);
  const title = isUndone ? texts.undoneTitle : link ? texts.title : texts.overTitle;
  return { csrf, texts, isUndone, token, link, title, documentTitle: common.pageTitle(title, page.portalName) };
});

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readUndoEmail(searchParams)).documentTitle };
}

/**
 * Where the link leads that is mailed to the old address when an account's address changes. Opening it changes nothing,
 * because mail programs open links too.
 */
export default async function UndoEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, texts, isUndone, token, link, title } = await readUndoEmail(searchParams);
  if (isUndone) {
    return (
      <AuthCard title={title} lead={<p>{texts.undoneBody}</p>}>
        <LinkButton href="/reset" variant="primary" size="lg" isFullWidth>
          {texts.newPassword}
        </LinkButton>
      </AuthCard>
    );
  }
  if (!link) {
    return (
      <AuthCard title={title} lead={<p>{texts.overBody}</p>}>
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
        <>
          <p>
            {texts.now} <bdi className="font-semibold wrap-anywhere text-fg">{link.from}</bdi>
          </p>
          <p>
            {texts.before} <bdi className="font-semibold wrap-anywhere text-fg">{link.to}</bdi>
          </p>
          <p>{texts.effect}</p>
        </>
      }
    >
      <form method="post" action="/undo-email/submit">
        <HiddenFields csrf={csrf} />
        <input type="hidden" name="token" value={token} />
        <Button id="undo-email" variant="primary" size="lg" isFullWidth>
          {texts.submit}
        </Button>
      </form>
    </AuthCard>
  );
}
