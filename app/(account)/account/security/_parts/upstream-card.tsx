import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnLink } from "@/lib/account/own-upstreams";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface UpstreamCardProps {
  words: Words;
  links: OwnLink[];
  /** places where the person could add an account */
  offered: { upstreamId: string; name: string }[];
  now: Date;
  /** reads `link_id` */
  remove: FormAction;
}

/** The accounts elsewhere that sign the person in, and the places where they can add one. */
export function UpstreamCard({ words, links, offered, now, remove }: UpstreamCardProps) {
  const texts = words.account.security.upstreams;
  if (links.length === 0 && offered.length === 0) return null;
  return (
    <Card title={texts.title} id="upstreams" intro={texts.intro}>
      {links.length > 0 ? (
        <ul aria-label={texts.title} className="grid gap-3">
          {links.map(({ linkId, name, label, isOn, createdAt, lastUsedAt }) => (
            <li
              key={linkId}
              className="flex flex-wrap items-start justify-between gap-3 rounded-control border border-border p-3"
            >
              <div className="grid min-w-0 gap-1 text-sm wrap-anywhere">
                <h3 className="text-base font-semibold">{name}</h3>
                {label ? (
                  <p>
                    <bdi>{label}</bdi>
                  </p>
                ) : null}
                <p className="text-fg-muted">
                  {texts.added(createdAt)}{" "}
                  {lastUsedAt ? (
                    <>
                      {texts.lastUsed} <Time words={words} value={lastUsedAt} format="relative" now={now} />
                    </>
                  ) : (
                    texts.neverUsed
                  )}
                </p>
                {isOn ? null : <p>{texts.off}</p>}
              </div>
              <PressForm action={remove} heir="upstreams">
                <input type="hidden" name="link_id" value={linkId} />
                <Button variant="secondary" aria-label={texts.removeOf(name)}>
                  {texts.remove}
                </Button>
              </PressForm>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-sm">{texts.none}</p>
      )}
      {offered.length > 0 ? (
        <div className="flex flex-wrap gap-3">
          {offered.map(({ upstreamId, name }) => (
            <LinkButton
              key={upstreamId}
              id={`upstream-add-${upstreamId}`}
              href={`/login/upstream/connect?${new URLSearchParams({ upstream: upstreamId })}`}
            >
              {texts.add(name)}
            </LinkButton>
          ))}
        </div>
      ) : null}
    </Card>
  );
}
