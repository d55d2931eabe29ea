import { DescriptionList } from "@/components/ui/description-list";
import { Disclosure } from "@/components/ui/disclosure";
import type { ConsentView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";

/** Wire names and the whole address, for those who want to compare. */
export function TechnicalDetails({ words, view }: { words: Words; view: ConsentView }) {
  const texts = words.auth.consent;
  return (
    <Disclosure className="text-sm" summary={texts.technical}>
      <div className="rounded-control bg-code-bg p-3">
        <DescriptionList
          items={[
            { key: "uri", term: texts.technicalUri, description: <code dir="ltr">{view.destination.uri}</code> },
            {
              key: "scopes",
              term: texts.technicalScopes,
              description: <code>{view.wireScopes || texts.technicalNone}</code>,
            },
            { key: "client", term: texts.technicalClient, description: <code>{view.clientId}</code> },
          ]}
        />
      </div>
    </Disclosure>
  );
}
