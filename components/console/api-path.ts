/** Where the page of an API is. */
export function apiPath(apiId: string): string {
  return `/console/apis/${encodeURIComponent(apiId)}`;
}
