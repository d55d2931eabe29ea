import { randomUUID } from "node:crypto";
import { AdminShell } from "@/components/admin/admin-shell";
import { NewToken } from "@/components/admin/new-token";
import { RevokeToken, TokenList } from "@/components/admin/token-list";
import { tokenWords } from "@/components/admin/token-words";
import { Card } from "@/components/console/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { listInitialTokens } from "@/lib/admin/initial-tokens";
import { getEnv } from "@/lib/env";
import { getWords } from "@/lib/i18n/words";
import { createTokenAction, revokeTokenAction } from "./actions";

export const generateMetadata = () => adminTitle(getWords().admin.tokens.title);

/** Who may register apps by program, and the tokens that let them. */
export default async function Registration({ searchParams }: { searchParams: Promise<{ revoke?: string }> }) {
  const words = getWords().admin.tokens;
  const opened = await openAdminPage();
  const now = new Date();
  const tokens = (await listInitialTokens(opened.actor, now)) ?? [];
  const { revoke } = await searchParams;
  const leaving = tokens.find((token) => token.id === revoke && token.state === "live");
  return (
    <AdminShell opened={opened} current="registration" title={words.title} intro={words.intro}>
      <Note tone={getEnv().registration === "open" ? "warning" : "info"}>{words.modes[getEnv().registration]}</Note>
      <section aria-labelledby="tokens-title" className="grid gap-3">
        <h2 id="tokens-title" className="text-lg font-semibold">
          {words.list}
        </h2>
        {leaving ? <RevokeToken token={leaving} revoke={revokeTokenAction} /> : null}
        {tokens.length === 0 ? (
          <EmptyState title={words.none}>{words.noneHint}</EmptyState>
        ) : (
          <TokenList tokens={tokens} now={now} />
        )}
      </section>
      <Card id="create">
        <NewToken
          action={createTokenAction}
          requestKey={randomUUID()}
          path="/admin/registration"
          words={tokenWords()}
        />
      </Card>
    </AdminShell>
  );
}
