import { Card } from "@/components/console/card";
import { ClaimList } from "@/components/forms/claim-list";
import { nameSeenValue } from "@/lib/forms/seen";
import type { Words } from "@/lib/i18n/words";
import { writeClaimValue } from "@/lib/oauth/tokens/defined-claims";
import type { PersonDetails } from "@/lib/people/person-details";
import { setClaimAction } from "../actions";

export interface PersonClaimsProps {
  words: Words;
  person: PersonDetails;
  /** the name of the claim whose editor is open, from the address */
  asked: unknown;
  /** whoever looks is an administrator */
  isEditable: boolean;
}

/** The person's values of the operator's own claims. */
export function PersonClaims({ words, person, asked, isEditable }: PersonClaimsProps) {
  const claims = person.claims.map((claim) => ({ ...claim, typed: writeClaimValue(claim.value), isEditable }));
  return (
    <Card title={words.admin.claims.ofPerson} id="claims">
      <ClaimList
        words={words}
        claims={claims}
        path={`/admin/users/${person.userId}`}
        asked={asked}
        actionOf={({ name, value }) => setClaimAction.bind(null, person.userId, name, nameSeenValue(value))}
      />
    </Card>
  );
}
