/** What acts in the browser on the pages of the sign-in. */
export const ISLANDS = [
  "CopyButton",
  "LanguageSwitch",
  "PasskeyAble",
  "PasskeyEnrolment",
  "PasskeyOffer",
  "PasskeySignIn",
  "PasswordCounter",
  "RevealToggle",
  "ThemeSwitch",
] as const;

export type IslandName = (typeof ISLANDS)[number];
