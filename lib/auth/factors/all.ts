import { authenticatorFactor } from "./authenticator";
import { mailedCodeFactor } from "./mailed-code";
import { passkeyFactor } from "./passkey";
import { passwordFactor } from "./password";
import { recoveryCodeFactor } from "./recovery-code";
import { upstreamFactor } from "./upstream";

/** Every factor that the portal knows, in the order in which it asks for them. */
export const factors = [
  passwordFactor,
  mailedCodeFactor,
  upstreamFactor,
  passkeyFactor,
  authenticatorFactor,
  recoveryCodeFactor,
] as const;

/**
 * One of these factors. The names are keys of the catalogue (`words.auth.factors`) where people can choose a factor.
 */
export type KnownFactor = (typeof factors)[number];
