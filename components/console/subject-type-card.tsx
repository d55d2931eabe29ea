import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import { Card } from "./card";

/** By which `sub` the app knows people; it stays as it was registered. */
export function SubjectTypeCard({ client }: { client: ClientDetails }) {
  const { settings } = getWords().console;
  const words = settings.protocol.tokens;
  const { pairwiseSector, sectorIdentifierUri } = client;
  return (
    <Card title={words.subjectType} id="subject-type">
      <div className="grid max-w-measure min-w-0 gap-2 text-sm wrap-anywhere">
        <p>{pairwiseSector === null ? words.subjectPublic : words.subjectPairwise(pairwiseSector)}</p>
        {sectorIdentifierUri ? (
          <p>
            <code>{sectorIdentifierUri}</code>
          </p>
        ) : null}
        <p className="text-fg-muted">{words.subjectFixed}</p>
      </div>
    </Card>
  );
}
