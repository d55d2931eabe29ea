import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnFactors } from "@/lib/account/own-factors";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { PasskeySignal } from "./passkey-signal";

export interface PasskeyCardProps {
  words: Words;
  factors: OwnFactors;
  now: Date;
  /** for the browser's own list of passkeys */
  signal: { rpId: string; userId: string };
  /** takes the password away; null: there is none */
  removePassword: FormAction | null;
}

/** The passkeys, and the way to add one. */
export function PasskeyCard({ words, factors, now, signal, removePassword }: PasskeyCardProps) {
  const { passkeys, isOffered } = factors;
  const texts = words.account.security.passkeys;
  if (passkeys.length === 0 && !isOffered) return null;
  return (
    <Card title={texts.title} id="passkeys" intro={texts.intro}>
      <PasskeySignal {...signal} credentialIds={passkeys.map(({ credentialId }) => credentialId)} />
      {passkeys.length > 0 ? (
        <ul aria-label={texts.title} className="grid gap-3">
          {passkeys.map((passkey) => {
            const name = passkey.name ?? texts.unnamed;
            return (
              <li
                key={passkey.passkeyId}
                className="flex flex-wrap items-start justify-between gap-3 rounded-control border border-border p-3"
              >
                <div className="grid min-w-0 gap-1 text-sm wrap-anywhere">
                  <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                    <h3 className="text-base font-semibold">
                      <bdi>{name}</bdi>
                    </h3>
                    <Badge tone="neutral">{passkey.isSynced ? texts.synced : texts.oneDevice}</Badge>
                  </div>
                  {passkey.provider && passkey.provider !== name ? <p>{passkey.provider}</p> : null}
                  <p className="text-fg-muted">
                    {texts.made(passkey.createdAt)}{" "}
                    {passkey.lastUsedAt ? (
                      <>
                        {texts.lastUsed} <Time words={words} value={passkey.lastUsedAt} format="relative" now={now} />
                      </>
                    ) : (
                      texts.neverUsed
                    )}
                  </p>
                </div>
                <LinkButton
                  href={`/account/security/passkeys/${passkey.passkeyId}`}
                  variant="secondary"
                  aria-label={texts.changeOf(name)}
                >
                  {texts.change}
                </LinkButton>
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="text-sm">{texts.empty}</p>
      )}
      <div className="flex flex-wrap gap-3">
        {isOffered ? (
          <LinkButton
            id="passkey-add"
            href="/account/security/passkeys/new"
            variant={passkeys.length > 0 ? "secondary" : "primary"}
          >
            {texts.add}
          </LinkButton>
        ) : null}
        {removePassword && passkeys.length > 0 ? (
          <PressForm action={removePassword}>
            <Button id="password-remove" variant="secondary">
              {texts.removePassword}
            </Button>
          </PressForm>
        ) : null}
      </div>
    </Card>
  );
}
