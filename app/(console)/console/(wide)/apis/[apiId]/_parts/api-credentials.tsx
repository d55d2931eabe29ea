import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { secretOnceWords } from "@/components/console/console-words";
import { CopyValue } from "@/components/console/copy-value";
import { NewSecret, type NewSecretProps } from "@/components/console/new-secret";
import type { ApiDetails } from "@/lib/db/clients/apis";
import type { Words } from "@/lib/i18n/words";

export interface ApiCredentialsProps {
  words: Words;
  api: ApiDetails;
  /** the portal's own API needs none */
  isOwn: boolean;
  path: string;
  requestKey: string;
  create: NewSecretProps["action"];
}

/** The client by which an API asks about its tokens. */
export function ApiCredentials({ words, api, isOwn, path, requestKey, create }: ApiCredentialsProps) {
  const texts = words.console.apis.introspection;
  const clientId = api.introspectionClientId;
  return (
    <Card title={texts.title} id="introspection">
      <p className="max-w-measure text-sm text-fg-muted">{isOwn ? texts.own : texts.intro}</p>
      {clientId ? (
        <div className="grid gap-1 text-sm">
          <span className="font-semibold">{texts.client}</span>
          <CopyValue words={words} value={clientId} name={texts.client} />
          <a href={clientPath(clientId, "/credentials")} className="link min-h-6 w-fit">
            {texts.manage}
          </a>
          <a href={clientPath(clientId, "/signals")} className="link min-h-6 w-fit">
            {texts.signals}
          </a>
        </div>
      ) : null}
      {isOwn ? null : (
        <NewSecret
          action={create}
          requestKey={requestKey}
          path={path}
          isOffered={clientId === null}
          variant="secondary"
          words={{
            ...secretOnceWords(words),
            create: texts.create,
            done: words.common.done,
            errorTitle: words.common.errorTitle(api.name),
          }}
        />
      )}
    </Card>
  );
}
