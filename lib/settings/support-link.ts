/** Where a link to the support of the portal leads: a page, or a new mail to the address. */
export function supportLinkOf(support: string | null): string | null {
  return support && (support.startsWith("https://") ? support : `mailto:${support}`);
}
