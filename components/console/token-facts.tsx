import { DescriptionList } from "@/components/ui/description-list";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";

/** How the app proves itself and how long its tokens live. */
export function TokenFacts({ client }: { client: ClientDetails }) {
  const words = getWords().console.settings;
  const usesRefresh = client.grantTypes.includes("refresh_token");
  const usesCode = client.grantTypes.includes("authorization_code");
  const isPublic = client.tokenEndpointAuthMethod === "none";
  return (
    <DescriptionList
      items={[
        { term: words.authMethod, description: words.authMethods[client.tokenEndpointAuthMethod] },
        { term: words.grantTypes, description: <code>{client.grantTypes.join(" ")}</code> },
        ...(usesCode
          ? [
              { term: words.pkce, description: client.requirePkce ? words.pkceRequired : words.pkceOptional },
              { term: words.idToken, description: <code>{client.idTokenSignedResponseAlg}</code> },
              { term: words.code, description: words.codeLife },
            ]
          : []),
        { term: words.accessToken, description: words.accessTokenLife },
        {
          term: words.refreshToken,
          description: usesRefresh ? (isPublic ? words.refreshRotates : words.refreshStays) : words.refreshNone,
        },
      ]}
    />
  );
}
