import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { CopyValue } from "@/components/console/copy-value";
import { DescriptionList } from "@/components/ui/description-list";
import { Disclosure } from "@/components/ui/disclosure";
import { Time } from "@/components/ui/time";
import type { ClientOverview } from "@/lib/console/client-overview";
import type { listEndpoints } from "@/lib/console/endpoints";
import type { Words } from "@/lib/i18n/words";

export interface ConnectCardProps {
  words: Words;
  overview: ClientOverview;
  endpoints: ReturnType<typeof listEndpoints>;
  now: Date;
}

/** Everything that an app needs to know to use this portal. */
export function ConnectCard({ words, overview, endpoints, now }: ConnectCardProps) {
  const texts = words.console.overview;
  const { client } = overview;
  return (
    <Card title={texts.connect}>
      <DescriptionList
        items={[
          {
            term: texts.clientId,
            description: <CopyValue words={words} value={client.clientId} name={texts.clientId} />,
          },
          { term: texts.clientSecret, description: <SecretLine words={words} overview={overview} now={now} /> },
          { term: texts.issuer, description: <CopyValue words={words} value={endpoints.issuer} name={texts.issuer} /> },
          {
            term: texts.discovery,
            description: <CopyValue words={words} value={endpoints.discovery} name={texts.discovery} />,
          },
        ]}
      />
      <Disclosure summary={texts.endpoints}>
        <DescriptionList
          items={endpoints.endpoints.map(({ name, url }) => ({
            key: name,
            term: texts.endpointNames[name],
            description: <CopyValue words={words} value={url} name={texts.endpointNames[name]} />,
          }))}
        />
      </Disclosure>
    </Card>
  );
}

function SecretLine({ words, overview, now }: { words: Words; overview: ClientOverview; now: Date }) {
  const texts = words.console.overview;
  const { activeSecret, needsSecret, client } = overview;
  if (!needsSecret) return texts.noSecret;
  const href = clientPath(client.clientId, "/credentials");
  if (!activeSecret) {
    return (
      <span className="flex flex-wrap gap-x-3">
        {texts.missingSecret}
        <a href={href} className="link flex min-h-6 items-center">
          {texts.create}
        </a>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <code>{`pt_cs_••••••••${activeSecret.hint}`}</code>
      <span className="text-fg-muted">
        {texts.secretMade} <Time words={words} value={activeSecret.createdAt} format="relative" now={now} />
      </span>
      <a href={href} className="link flex min-h-6 items-center">
        {texts.manage}
      </a>
    </span>
  );
}
