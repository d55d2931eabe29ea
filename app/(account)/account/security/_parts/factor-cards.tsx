import { Card } from "@/components/account/card";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnFactors } from "@/lib/account/own-factors";
import type { Words } from "@/lib/i18n/words";

const SET_UP = "/account/security/authenticator";

/** The authenticator app, or the way to add one. */
export function AuthenticatorCard({ words, factors, now }: { words: Words; factors: OwnFactors; now: Date }) {
  const { authenticator, isOffered, isRequired } = factors;
  const texts = words.account.security.authenticator;
  if (!authenticator && !isOffered) return null;
  return (
    <Card title={texts.title} id="authenticator" intro={texts.intro}>
      {authenticator ? (
        <p className="text-sm">
          {texts.on(authenticator.createdAt)}{" "}
          {authenticator.lastUsedAt ? (
            <>
              {texts.lastUsed} <Time words={words} value={authenticator.lastUsedAt} format="relative" now={now} />
            </>
          ) : null}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {isOffered ? (
          <LinkButton href={SET_UP} variant={authenticator ? "secondary" : "primary"}>
            {authenticator ? texts.replace : texts.add}
          </LinkButton>
        ) : null}
        {authenticator && !isRequired ? (
          <LinkButton href={`${SET_UP}/remove`} variant="danger" aria-label={texts.removeLabel}>
            {texts.remove}
          </LinkButton>
        ) : null}
      </div>
    </Card>
  );
}

/** How many recovery codes are left, for people with a factor that the codes can replace. */
export function RecoveryCard({ words, factors }: { words: Words; factors: OwnFactors }) {
  const texts = words.account.security.recovery;
  if (!factors.authenticator && factors.passkeys.length === 0) return null;
  const left = factors.recoveryCodesLeft;
  return (
    <Card title={texts.title} id="recovery" intro={texts.intro}>
      <p className="text-sm">{left > 0 ? texts.left(left) : texts.none}</p>
      <div>
        <LinkButton href="/account/security/recovery-codes">{left > 0 ? texts.renew : texts.make}</LinkButton>
      </div>
    </Card>
  );
}
