import { Card } from "@/components/console/card";
import { LinkButton } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Note } from "@/components/ui/note";
import type { OpenedPlayground } from "@/lib/console/playground/playground";
import type { Words } from "@/lib/i18n/words";
import { MeaningList } from "./meaning-list";

export interface SignInCardProps {
  words: Words;
  run: NonNullable<OpenedPlayground["run"]>;
}

/** The authorization request, which the developer's own browser makes, and what the callback got. */
export function SignInCard({ words, run }: SignInCardProps) {
  const texts = words.console.playground;
  const { authorizationPath, answered } = run;
  return (
    <Card title={texts.signIn} id="answer">
      <p className="max-w-measure text-sm text-fg-muted">{texts.signInBody}</p>
      {authorizationPath ? (
        <>
          <CodeBlock label={texts.request} code={`GET ${authorizationPath.replaceAll("&", "\n  &")}`} />
          <p>
            <LinkButton variant="primary" href={authorizationPath}>
              {texts.goSignIn}
            </LinkButton>
          </p>
        </>
      ) : null}
      {answered ? (
        <>
          {answered.some(([name]) => name === "error") ? (
            <Note tone="warning">
              <p>{texts.answeredError}</p>
            </Note>
          ) : (
            <Note tone="success">
              <p>{texts.answeredCode}</p>
            </Note>
          )}
          <MeaningList words={words} pairs={answered} />
        </>
      ) : null}
    </Card>
  );
}
