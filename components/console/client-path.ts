/** Where the pages of a client are. */
export function clientPath(clientId: string, path = ""): string {
  return `/console/clients/${encodeURIComponent(clientId)}${path}`;
}
