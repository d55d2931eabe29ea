import { Card } from "@/components/account/card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Note } from "@/components/ui/note";
import type { PastApp as PastAppFacts } from "@/lib/account/consent-history";
import type { Words } from "@/lib/i18n/words";
import { AccountHeading } from "../../../_parts/account-heading";
import { ConsentHistory } from "./consent-history";

/** What remains of an app that no longer has access: what its reader allowed it over time. */
export function PastApp({ words, past }: { words: Words; past: PastAppFacts }) {
  const texts = words.account;
  return (
    <>
      <AccountHeading
        before={
          <Breadcrumb
            label={texts.app.breadcrumb}
            items={[{ href: "/account/apps", label: texts.apps.title }, { label: past.name }]}
          />
        }
        title={<span className="wrap-anywhere">{past.name}</span>}
      />
      <Note tone="info">{texts.history.noAccess}</Note>
      <Card title={texts.history.title} id="history" intro={texts.history.intro}>
        <ConsentHistory words={words} clientId={past.clientId} {...past.history} />
      </Card>
    </>
  );
}
