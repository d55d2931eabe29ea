import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnRememberedBrowser } from "@/lib/account/remembered-browsers";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface RememberedCardProps {
  words: Words;
  browsers: OwnRememberedBrowser[];
  now: Date;
  /** reads `browser_id` */
  forget: FormAction;
}

/** The browsers in which the person is not asked for their second factor. */
export function RememberedCard({ words, browsers, now, forget }: RememberedCardProps) {
  const { security, sessions } = words.account;
  const texts = security.remembered;
  if (browsers.length === 0) return null;
  return (
    <Card title={texts.title} id="remembered" intro={texts.intro}>
      <ul aria-label={texts.title} className="grid gap-3">
        {browsers.map(({ browserId, device: { browser, system }, lastUsedAt, expiresAt }) => {
          const name = browser && system ? sessions.on(browser, system) : (browser ?? system ?? sessions.unknownDevice);
          return (
            <li
              key={browserId}
              className="flex flex-wrap items-start justify-between gap-3 rounded-control border border-border p-3"
            >
              <div className="grid min-w-0 gap-1 text-sm wrap-anywhere">
                <h3 className="text-base font-semibold">{name}</h3>
                <p className="text-fg-muted">
                  {texts.lastUsed} <Time words={words} value={lastUsedAt} format="relative" now={now} />
                  {" · "}
                  {texts.until(expiresAt)}
                </p>
              </div>
              <PressForm action={forget} heir="remembered">
                <input type="hidden" name="browser_id" value={browserId} />
                <Button variant="secondary" aria-label={texts.forgetOf(name)}>
                  {texts.forget}
                </Button>
              </PressForm>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
