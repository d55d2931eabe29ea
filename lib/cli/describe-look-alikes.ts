import type { LookAlikeGroups, LookAlikes } from "../admin/look-alikes";

/** A list for the terminal: the groups of apps with similar names. */
export function describeLookAlikes({ groups, more }: LookAlikeGroups): string {
  if (groups.length === 0) return "No two apps have names that look alike.";
  return [...groups.map(describeGroup), ...(more > 0 ? [`and ${more} more groups`] : [])].join("\n\n");
}

function describeGroup({ count, clients }: LookAlikes): string {
  const more = count - clients.length;
  return [...clients.map(describeClient), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

function describeClient(client: LookAlikes["clients"][number]): string {
  const owner = client.isSelfRegistered ? "registered itself" : (client.ownerEmail ?? "the operator's");
  const host = client.redirectUris.map((uri) => (URL.canParse(uri) ? new URL(uri).host : uri))[0] ?? "no address";
  return `${client.name}  ${client.clientId}  ${host}  ${owner}, ${client.status}, ${client.createdAt.toISOString().slice(0, 10)}, access by ${client.people}, ${client.reports} reports`;
}
