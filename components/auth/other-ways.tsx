import type { SecondFactorView } from "@/lib/auth/second-factor-view";
import type { Words } from "@/lib/i18n/words";

export interface OtherWaysProps {
  words: Words;
  ways: SecondFactorView["otherWays"];
  /** where the sign-in begins anew */
  loginHref: string;
  leaveHref: SecondFactorView["leaveHref"];
}

/** What else whoever is half signed in can prove: a list that is always there, so that no page is a dead end. */
export function OtherWays({ words, ways, loginHref, leaveHref }: OtherWaysProps) {
  const { factors } = words.auth;
  return (
    <nav aria-label={factors.otherWays} className="grid gap-2 border-t border-border pt-4 text-sm">
      {ways.map((way) => (
        <a key={way.factor} href={way.href} className="link inline-flex min-h-6 w-fit items-center">
          {factors[way.factor].other}
        </a>
      ))}
      <a href={loginHref} className="link inline-flex min-h-6 w-fit items-center">
        {factors.another}
      </a>
      {leaveHref ? (
        <a href={leaveHref} className="link inline-flex min-h-6 w-fit items-center">
          {words.common.cancel}
        </a>
      ) : null}
    </nav>
  );
}
