/** The hidden field that tells two presses of one form's button from two forms: random, and new with each form. */
export const REQUEST_KEY = "requestKey";

/** A new value of it. It is made in the browser too, which has `randomUUID` on https alone. */
export function newRequestKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
