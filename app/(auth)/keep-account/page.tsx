import type { Metadata } from "next";
import { cache } from "react";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { keepAccountForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { findKeepLink } from "@/lib/auth/keep-account";
import { getPageWords } from "@/lib/auth/page-words";
import type { Words } from "@/lib/i18n/words";

type Fate = Awaited<ReturnType<typeof findKeepLink>> | { kind: "left" | "justKept" };

/** What the page says where there is nothing to press, and whether the account is one that can be signed in to. */
function describe(kind: Exclude<Fate["kind"], "leaving">, texts: Words["auth"]["keepAccount"]) {
  const said = {
    left: { title: texts.leftTitle, body: texts.leftBody, isThere: false },
    deleted: { title: texts.deletedTitle, body: texts.deletedBody, isThere: false },
    justKept: { title: texts.keptTitle, body: texts.keptBody, isThere: true },
    kept: { title: texts.stayedTitle, body: texts.stayedBody, isThere: true },
    unknown: { title: texts.overTitle, body: texts.overBody, isThere: true },
  };
  return said[kind];
}

/** What the page says, for its title as well. */
const readKeepAccount = cache(async (searchParams: SearchParams) => {
  const { csrf, page, query } = await readAuthPage(searchParams, keepAccountForm);
  const { common, auth } = await getPageWords();
  const texts = auth.keepAccount;
  const token = query("token");
  const opened: Fate = token === null ? { kind: "left" } : await findKeepLink(token);
  const fate: Fate = query("kept") === null ? opened : { kind: "justKept" };
  const title = fate.kind === "leaving" ? texts.title : describe(fate.kind, texts).title;
  return {
    csrf,
    texts,
    home: auth.error.home,
    token,
    fate,
    title,
    documentTitle: common.pageTitle(title, page.portalName),
  };
});

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readKeepAccount(searchParams)).documentTitle };
}

/**
 * Where a person arrives who has just asked to delete their account, and where the mailed link leads with which they
 * keep it. Opening it changes nothing, because mail programs open links too.
 */
export default async function KeepAccountPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, texts, home, token, fate, title } = await readKeepAccount(searchParams);
  if (fate.kind !== "leaving") {
    const { body, isThere } = describe(fate.kind, texts);
    return (
      <AuthCard title={title} lead={<p>{body}</p>}>
        <LinkButton href={isThere ? "/login" : "/"} variant={isThere ? "primary" : "secondary"} size="lg" isFullWidth>
          {isThere ? texts.signIn : home}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={title}
      lead={
        <p>
          {texts.until(fate.deleteAt)} <bdi className="font-semibold wrap-anywhere text-fg">{fate.email}</bdi>
        </p>
      }
    >
      <form method="post" action="/keep-account/submit">
        <HiddenFields csrf={csrf} />
        <input type="hidden" name="token" value={token ?? ""} />
        <Button id="keep-account" variant="primary" size="lg" isFullWidth>
          {texts.submit}
        </Button>
      </form>
    </AuthCard>
  );
}
