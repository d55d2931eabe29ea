import { amrOf, type Factor, isMultiFactor } from "./factors/factor";

/** What is known about a sign-in that is under way. */
export interface SignInSituation {
  /** the factors that the person proved so far, for this destination and in this browser */
  proved: readonly Factor[];
  /** the factors that the person has */
  has: readonly Factor[];
  /** whether one factor is not enough */
  wantsMultiFactor: boolean;
  /** what the app asks for, of the methods of the sign-in; it is given up where the person cannot do it */
  isWanted?: (amr: readonly string[]) => boolean;
}

/** What happens next. */
export type SignInStep =
  | { kind: "session"; amr: string[] }
  /** one of these is still needed; the first is asked for */
  | { kind: "prove"; factors: [Factor, ...Factor[]] }
  /** the person has no further factor that could fulfil what is required */
  | { kind: "stuck" };

/** Decides when somebody is signed in. No other code decides it. @see NIST SP 800-63B-4 §2.2 */
export function decideSignIn({ proved, has, wantsMultiFactor, isWanted = () => true }: SignInSituation): SignInStep {
  const isEnough = proved.length > 0 && (!wantsMultiFactor || isMultiFactor(proved));
  if (isEnough && isWanted(amrOf(proved))) return { kind: "session", amr: amrOf(proved) };
  const known = new Set(proved.map(({ restsOn }) => restsOn));
  const others = has.filter(({ restsOn }) => !known.has(restsOn));
  const wanted = others.filter((factor) => isWanted(amrOf([...proved, factor])));
  // Where what the app asks for cannot be had, it is told so: OIDC Core §5.5.1.1.
  if (isEnough && wanted.length === 0) return { kind: "session", amr: amrOf(proved) };
  const [first, ...more] = wanted.length > 0 ? wanted : others;
  return first ? { kind: "prove", factors: [first, ...more] } : { kind: "stuck" };
}
