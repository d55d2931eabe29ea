import { Card } from "@/components/account/card";
import { ClaimList } from "@/components/forms/claim-list";
import type { OwnClaim } from "@/lib/account/own-claims";
import { nameSeenValue } from "@/lib/forms/seen";
import type { Words } from "@/lib/i18n/words";
import { writeClaimValue } from "@/lib/oauth/tokens/defined-claims";
import { saveClaim } from "../actions";

export interface OwnClaimsProps {
  words: Words;
  claims: readonly OwnClaim[];
  /** the name of the one whose editor is open, from the address */
  asked: unknown;
}

/** What the operator's own claims say about the person, who may change some of them. */
export function OwnClaims({ words, claims, asked }: OwnClaimsProps) {
  const texts = words.account.profile;
  const shown = claims.map((claim) => ({
    ...claim,
    typed: writeClaimValue(claim.value),
    isEditable: claim.editor === "person",
  }));
  return (
    <Card title={texts.claims} id="claims" intro={texts.claimsIntro}>
      <ClaimList
        words={words}
        claims={shown}
        path="/account"
        asked={asked}
        actionOf={({ name, value }) => saveClaim.bind(null, name, nameSeenValue(value))}
      />
    </Card>
  );
}
