import { BadgeCheck, CircleHelp } from "lucide-react";
import { AppLogo } from "@/components/ui/app-logo";
import { Badge } from "@/components/ui/badge";
import type { AppView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";

/** Who asks: name, publisher and site, and whether they were verified. */
export function AppIdentity({ words, app, logoSrc }: { words: Words; app: AppView; logoSrc: string | null }) {
  const texts = words.auth.consent;
  return (
    <div className="mb-4 flex items-start gap-3.5">
      <AppLogo name={app.name} src={logoSrc} size="lg" />
      <div className="grid min-w-0 gap-1">
        <p className="text-lg leading-6 font-semibold wrap-anywhere">
          <bdi>{app.name}</bdi>
        </p>
        {app.publisher || app.siteHost ? (
          <p className="flex flex-wrap gap-x-1.5 text-sm text-fg-muted wrap-anywhere">
            {app.publisher ? <bdi>{texts.by(app.publisher)}</bdi> : null}
            {app.publisher && app.siteHost ? <span aria-hidden="true">·</span> : null}
            {app.siteHost ? <bdi dir="ltr">{app.siteHost}</bdi> : null}
          </p>
        ) : null}
        <p className="flex">
          {app.isVerified ? (
            <Badge tone="success" icon={<BadgeCheck aria-hidden="true" className="size-3.5" />}>
              {texts.verified}
            </Badge>
          ) : (
            <Badge icon={<CircleHelp aria-hidden="true" className="size-3.5" />}>{texts.unverified}</Badge>
          )}
        </p>
      </div>
    </div>
  );
}
