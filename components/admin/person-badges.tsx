import { Badge } from "@/components/ui/badge";
import type { ListedUser } from "@/lib/db/people/directory";
import type { Words } from "@/lib/i18n/words";

export interface PersonBadgesProps {
  words: Words;
  person: Pick<ListedUser, "isAdmin" | "isSupport" | "isEmailVerified" | "suspendedAt">;
}

/** What is out of the ordinary about an account. */
export function PersonBadges({ words, person }: PersonBadgesProps) {
  const texts = words.admin.people;
  return (
    <span className="flex flex-wrap gap-1.5">
      {person.isAdmin ? <Badge tone="accent">{texts.administrator}</Badge> : null}
      {person.isSupport ? <Badge tone="accent">{texts.support}</Badge> : null}
      {person.suspendedAt ? <Badge tone="danger">{texts.suspended}</Badge> : null}
      {person.isEmailVerified ? null : <Badge tone="warning">{texts.unconfirmed}</Badge>}
    </span>
  );
}
