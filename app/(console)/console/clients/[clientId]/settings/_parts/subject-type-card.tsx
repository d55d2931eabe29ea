import { Card } from "@/components/console/card";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { Words } from "@/lib/i18n/words";

/** By which `sub` the app knows people; it stays as it was registered. */
export function SubjectTypeCard({ words, client }: { words: Words; client: ClientDetails }) {
  const { settings } = words.console;
  const texts = settings.protocol.tokens;
  const { pairwiseSector, sectorIdentifierUri } = client;
  return (
    <Card title={texts.subjectType} id="subject-type">
      <div className="grid max-w-measure min-w-0 gap-2 text-sm wrap-anywhere">
        <p>{pairwiseSector === null ? texts.subjectPublic : texts.subjectPairwise(pairwiseSector)}</p>
        {sectorIdentifierUri ? (
          <p>
            <code>{sectorIdentifierUri}</code>
          </p>
        ) : null}
        <p className="text-fg-muted">{texts.subjectFixed}</p>
      </div>
    </Card>
  );
}
