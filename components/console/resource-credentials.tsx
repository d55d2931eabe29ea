import type { ResourceDetails } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";
import { Card } from "./card";
import { clientPath } from "./client-shell";
import { secretOnceWords } from "./console-words";
import { CopyValue } from "./copy-value";
import { NewSecret, type NewSecretProps } from "./new-secret";

export interface ResourceCredentialsProps {
  resource: ResourceDetails;
  /** the portal's own API needs none */
  isOwn: boolean;
  path: string;
  requestKey: string;
  create: NewSecretProps["action"];
}

/** The client by which an API asks about its tokens. */
export function ResourceCredentials({ resource, isOwn, path, requestKey, create }: ResourceCredentialsProps) {
  const words = getWords();
  const texts = words.console.apis.introspection;
  const clientId = resource.introspectionClientId;
  return (
    <Card title={texts.title} id="introspection">
      <p className="max-w-measure text-sm text-fg-muted">{isOwn ? texts.own : texts.intro}</p>
      {clientId ? (
        <div className="grid gap-1 text-sm">
          <span className="font-semibold">{texts.client}</span>
          <CopyValue value={clientId} name={texts.client} />
          <a href={clientPath(clientId, "/credentials")} className="link min-h-6 w-fit">
            {texts.manage}
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
          words={{ ...secretOnceWords(), create: texts.create, done: words.common.done }}
        />
      )}
    </Card>
  );
}
