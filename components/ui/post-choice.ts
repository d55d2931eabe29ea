/**
 * Sends a choice that the portal remembers in a cookie, and stays on the page: the answer leads back to it, which is
 * not followed.
 * @returns whether the portal took it
 */
export async function postChoice(address: string, fields: Record<string, string>): Promise<boolean> {
  try {
    const body = new URLSearchParams(fields);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    return answer.type === "opaqueredirect";
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
