const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text could be a `grant_id` of this portal. */
export function isGrantId(text: string): boolean {
  return UUID.test(text);
}
