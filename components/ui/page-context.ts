import type { Theme } from "./theme-switch";

/** What every page knows about the portal and the reader; `getPageContext()` of lib/http makes it. */
export interface PageContext {
  portalName: string;
  /** the address of its own logo; null: it has Portico's sign */
  logoSrc: string | null;
  /** where the links at the foot of the page lead; null: there is none */
  links: { terms: string | null; privacy: string | null; support: string | null };
  /** host (and port) of the issuer: part of the brand, always visible */
  issuerHost: string;
  theme: Theme;
  /** those that the portal speaks, each by its own name */
  languages: readonly { tag: string; name: string }[];
  /** path and query of the page */
  path: string;
}

/** A part of the portal behind the sign-in. */
export type Area = "account" | "console" | "admin";

/** The person at the browser, as pages show them. */
export interface SignedIn {
  email: string;
  name: string | null;
  /** of the picture that they uploaded; null: none */
  picturePath: string | null;
  isAdmin: boolean;
  /** may look after people, and is no administrator */
  isSupport: boolean;
}
