import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Disclosure } from "@/components/ui/disclosure";
import { assistantPrompt } from "@/lib/console/quickstart/assistant-prompt";
import { ENV_FILE } from "@/lib/console/quickstart/commands";
import type { Quickstart } from "@/lib/console/quickstart/quickstart";
import type { Words } from "@/lib/i18n/words";
import { RedirectUriStep } from "./redirect-uri-step";
import { SignInCheck } from "./sign-in-check";

export interface GuideStepsProps {
  words: Words;
  guide: Quickstart;
  clientId: string;
  now: Date;
}

/** What to do, in order, until somebody signed in. */
export function GuideSteps({ words, guide, clientId, now }: GuideStepsProps) {
  const texts = words.console.quickstart;
  const path = (rest: string) => clientPath(clientId, rest);
  return (
    <>
      <RedirectUriStep words={words} guide={guide} clientId={clientId} />
      <Card title={texts.files}>
        <p className="max-w-measure text-sm text-fg-muted">{texts.filesHint}</p>
        {guide.files.map((file) => (
          <Copyable key={file.path} words={words} label={file.path} code={file.code} />
        ))}
      </Card>
      <Card title={texts.install}>
        <Copyable words={words} label={texts.commands.install} code={guide.install} />
      </Card>
      <Card title={texts.variables}>
        <Copyable words={words} label={ENV_FILE} code={guide.env} />
        {guide.needsSecret ? (
          <p className="max-w-measure text-sm text-fg-muted">
            {texts.secretHint}{" "}
            <a href={path("/credentials")} className="link inline-flex min-h-6 items-center">
              {texts.toCredentials}
            </a>
          </p>
        ) : null}
        {guide.randomValues ? (
          <>
            <p className="max-w-measure text-sm text-fg-muted">{texts.randomHint}</p>
            <Copyable words={words} label={texts.commands.random} code={guide.randomValues} />
          </>
        ) : null}
      </Card>
      <Card title={texts.start}>
        <Copyable words={words} label={texts.commands.start} code={guide.start} />
        <p className="text-sm">
          {texts.openApp}{" "}
          <a href={guide.appUrl} className="link inline-flex min-h-6 items-center">
            {guide.appUrl}
          </a>
        </p>
      </Card>
      <Card title={texts.check}>
        <SignInCheck
          words={words}
          lastSignInAt={guide.lastSignInAt}
          now={now}
          checkHref={path(`/quickstart/${guide.name}`)}
          eventsHref={path("/events")}
        />
      </Card>
      <Card title={texts.prompt}>
        <p className="max-w-measure text-sm text-fg-muted">{texts.promptHint}</p>
        <Disclosure summary={texts.promptShow}>
          <Copyable words={words} label={texts.prompt} code={assistantPrompt(guide, words)} />
        </Disclosure>
      </Card>
    </>
  );
}

function Copyable({ words, label, code }: { words: Words; label: string; code: string }) {
  const { copy, copied, copyOf } = words.console;
  const button = <CopyButton value={code} label={copy} copiedLabel={copied} accessibleLabel={copyOf(label)} />;
  return <CodeBlock label={label} code={code} action={button} />;
}
