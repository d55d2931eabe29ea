/** The lines of a `.env` file that connect an app to this portal. The secret is left out for public clients. */
export function envBlock(client: {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  redirectUri?: string;
}) {
  return [
    `OIDC_ISSUER=${client.issuer}`,
    `OIDC_CLIENT_ID=${client.clientId}`,
    ...(client.clientSecret ? [`OIDC_CLIENT_SECRET=${client.clientSecret}`] : []),
    ...(client.redirectUri ? [`OIDC_REDIRECT_URI=${client.redirectUri}`] : []),
  ].join("\n");
}
