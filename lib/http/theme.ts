import { readCookie } from "./cookies";

/** The colours a person chose; `system` follows the device. */
export function readTheme(headers: Headers): "light" | "dark" | "system" {
  const value = readCookie(headers, "theme");
  return value === "light" || value === "dark" ? value : "system";
}
