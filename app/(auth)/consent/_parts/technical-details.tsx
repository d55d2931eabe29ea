import { ChevronRight } from "lucide-react";
import { DescriptionList } from "@/components/ui/description-list";
import type { ConsentView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";

/** Wire names and the whole address, for those who want to compare. */
export function TechnicalDetails({ words, view }: { words: Words; view: ConsentView }) {
  const texts = words.auth.consent;
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-8 items-center gap-1.5 rounded-small pe-1 font-semibold text-accent-fg hover:underline">
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
        {texts.technical}
      </summary>
      <div className="mt-2 rounded-control bg-code-bg p-3">
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
    </details>
  );
}
