import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { Disclosure } from "@/components/ui/disclosure";
import { Note } from "@/components/ui/note";
import { describeSettings } from "@/lib/console/frameworks";
import { GUIDES } from "@/lib/console/quickstart/guide";
import type { Quickstart } from "@/lib/console/quickstart/quickstart";
import type { Words } from "@/lib/i18n/words";

export interface RedirectUriStepProps {
  words: Words;
  guide: Quickstart;
  clientId: string;
}

/** What the app needs at this portal before the program can sign anybody in. */
export function RedirectUriStep({ words, guide, clientId }: RedirectUriStepProps) {
  const texts = words.console.quickstart;
  const path = (rest: string) => clientPath(clientId, rest);
  const address = <code className="wrap-anywhere">{guide.redirectUri}</code>;
  return (
    <Card title={texts.redirectUri}>
      {guide.isRegistered ? (
        <p className="text-sm">
          {texts.redirectUriKnown} {address}
        </p>
      ) : (
        <Note tone="warning">
          <p>
            {texts.redirectUriMissing} {address}{" "}
            <a href={path(`/redirect-uris?add=${encodeURIComponent(guide.redirectUri)}`)}>{texts.addUri}</a>
          </p>
        </Note>
      )}
      {guide.missingScopes.length > 0 ? (
        <Note tone="warning">
          <p>
            {texts.missingScopes(guide.missingScopes.join(", "))} <a href={path("/scopes")}>{texts.toScopes}</a>
          </p>
        </Note>
      ) : null}
      <Disclosure summary={texts.settings}>
        <ul className="list-disc ps-5 text-sm text-fg-muted">
          {describeSettings(GUIDES[guide.name], words).lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}
