import { Card } from "@/components/account/card";
import type { Words } from "@/lib/i18n/words";

export interface GlanceCardProps {
  words: Words;
  appCount: number;
  sessionCount: number;
  joinedAt: Date;
}

/** How many apps and devices use the account, and since when there is one. */
export function GlanceCard({ words, appCount, sessionCount, joinedAt }: GlanceCardProps) {
  const texts = words.account.profile;
  return (
    <Card title={texts.glance} id="glance">
      <ul className="grid gap-2 text-sm">
        <li>
          {texts.appsCount(appCount)}{" "}
          <a href="/account/apps" className="link">
            {texts.appsLink}
          </a>
        </li>
        <li>
          {texts.sessionsCount(sessionCount)}{" "}
          <a href="/account/sessions" className="link">
            {texts.sessionsLink}
          </a>
        </li>
        <li className="text-fg-muted">{texts.joined(joinedAt)}</li>
      </ul>
    </Card>
  );
}
