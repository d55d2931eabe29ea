import { DescriptionList } from "@/components/ui/description-list";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { Words } from "@/lib/i18n/words";

/** The lifetimes of the app's tokens. */
export function TokenFacts({ words, client }: { words: Words; client: ClientDetails }) {
  const texts = words.console.settings;
  const usesRefresh = client.grantTypes.includes("refresh_token");
  const usesCode = client.grantTypes.includes("authorization_code");
  const isPublic = client.tokenEndpointAuthMethod === "none";
  return (
    <DescriptionList
      items={[
        ...(usesCode ? [{ term: texts.code, description: texts.codeLife }] : []),
        { term: texts.accessToken, description: texts.accessTokenLife },
        {
          term: texts.refreshToken,
          description: usesRefresh ? (isPublic ? texts.refreshRotates : texts.refreshStays) : texts.refreshNone,
        },
        ...(usesRefresh ? [{ term: texts.refreshGiven, description: texts.refreshGivenWhen }] : []),
        ...(usesRefresh ? [{ term: texts.refreshEnds, description: texts.refreshEndsWhen }] : []),
      ]}
    />
  );
}
