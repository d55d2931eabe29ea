import { z } from "zod";
import { serializeCookie } from "../http/cookies";

export const flashSchema = z.object({
  tone: z.enum(["success", "info", "warning", "danger"]),
  text: z.string().max(400),
});

/** A message that the next page shows, once. */
export type FlashMessage = z.infer<typeof flashSchema>;

/** The value of the cookie. */
export function encodeFlash(flash: FlashMessage): string {
  return Buffer.from(JSON.stringify(flash)).toString("base64url");
}

/** For a route handler: the `Set-Cookie` value that makes the next page say this. */
export function serializeFlash(text: string, tone: FlashMessage["tone"] = "success"): string {
  return serializeCookie("flash", encodeFlash({ tone, text }));
}
