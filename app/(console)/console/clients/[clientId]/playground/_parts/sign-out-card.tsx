import { Card } from "@/components/console/card";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import type { Words } from "@/lib/i18n/words";

/** Signing out at the portal, which ends the developer's own session. */
export function SignOutCard({ words, path }: { words: Words; path: string }) {
  const texts = words.console.playground;
  return (
    <Card title={texts.signOut} id="sign-out">
      <p className="max-w-measure text-sm text-fg-muted">{texts.signOutBody}</p>
      <CodeBlock label={texts.request} code={`GET ${path}`} />
      <p>
        <LinkButton href={path}>{texts.goSignOut}</LinkButton>
      </p>
    </Card>
  );
}
