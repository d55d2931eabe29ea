/** A way in which people prove who they are. Each factor's file holds the code that checks it, or names it. */
export interface Factor {
  name: string;
  /** The methods used, by the names in ID tokens. @see RFC 8176 §2 */
  amr: readonly string[];
  /**
   * Two factors count as two only if they rest on different things; one factor can rest on both.
   * @see NIST SP 800-63B-4 §2.2
   */
  restsOn: "knowledge" | "possession" | "both";
  /** The page that asks for it. */
  page: `/${string}`;
}

/** The methods of a sign-in, for its session and for the grants that it leads to. @see RFC 8176 §2 (`mfa`) */
export function amrOf(proved: readonly Factor[]): string[] {
  const methods = new Set(proved.flatMap(({ amr }) => amr));
  if (isMultiFactor(proved)) methods.add("mfa");
  return [...methods];
}

/** Whether the factors rest on more than one thing. */
export function isMultiFactor(proved: readonly Factor[]): boolean {
  const grounds = new Set(proved.map(({ restsOn }) => restsOn));
  return grounds.has("both") || grounds.size > 1;
}
