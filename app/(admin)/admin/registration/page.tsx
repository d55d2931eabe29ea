import { randomUUID } from "node:crypto";
import { Card } from "@/components/console/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { listInitialTokens } from "@/lib/admin/initial-tokens";
import { getPageWords } from "@/lib/auth/page-words";
import { getPortalSettings } from "@/lib/settings/portal-settings";
import { AdminHeading } from "../_parts/admin-heading";
import { NewToken } from "./_parts/new-token";
import { RevokeToken, TokenList } from "./_parts/token-list";
import { tokenWords } from "./_parts/token-words";
import { createTokenAction, revokeTokenAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.tokens.title);
};

/** Who may register apps by program, and the tokens that let them. */
export default async function Registration({ searchParams }: { searchParams: Promise<{ revoke?: string }> }) {
  const words = await getPageWords();
  const texts = words.admin.tokens;
  const opened = await openAdminPage();
  const { registration } = await getPortalSettings();
  const now = new Date();
  const tokens = (await listInitialTokens(opened.actor, now)) ?? [];
  const { revoke } = await searchParams;
  const leaving = tokens.find((token) => token.id === revoke && token.state === "live");
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      <Note tone={registration === "open" ? "warning" : "info"}>{texts.modes[registration]}</Note>
      <section aria-labelledby="tokens-title" className="grid gap-3">
        <h2 id="tokens-title" tabIndex={-1} className="text-lg font-semibold">
          {texts.list}
        </h2>
        {leaving ? (
          <RevokeToken words={words} token={leaving} revoke={revokeTokenAction.bind(null, leaving.id)} />
        ) : null}
        {tokens.length === 0 ? (
          <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
        ) : (
          <TokenList words={words} tokens={tokens} now={now} />
        )}
      </section>
      <Card id="create">
        <NewToken
          action={createTokenAction}
          requestKey={randomUUID()}
          path="/admin/registration"
          words={tokenWords(words)}
        />
      </Card>
    </>
  );
}
