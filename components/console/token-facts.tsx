import { DescriptionList } from "@/components/ui/description-list";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";

/** How long what the app gets lives. */
export function TokenFacts({ client }: { client: ClientDetails }) {
  const words = getWords().console.settings;
  const usesRefresh = client.grantTypes.includes("refresh_token");
  const usesCode = client.grantTypes.includes("authorization_code");
  const isPublic = client.tokenEndpointAuthMethod === "none";
  return (
    <DescriptionList
      items={[
        ...(usesCode ? [{ term: words.code, description: words.codeLife }] : []),
        { term: words.accessToken, description: words.accessTokenLife },
        {
          term: words.refreshToken,
          description: usesRefresh ? (isPublic ? words.refreshRotates : words.refreshStays) : words.refreshNone,
        },
        ...(usesRefresh ? [{ term: words.refreshGiven, description: words.refreshGivenWhen }] : []),
        ...(usesRefresh ? [{ term: words.refreshEnds, description: words.refreshEndsWhen }] : []),
      ]}
    />
  );
}
