import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { Button } from "@/components/ui/button";
import { DescriptionList } from "@/components/ui/description-list";
import { Select } from "@/components/ui/select";
import type { ReaderApps } from "@/lib/docs/reader-app";
import type { Words } from "@/lib/i18n/words";

export interface ReaderAppProps {
  words: Words;
  /** null: nobody is signed in */
  apps: ReaderApps | null;
  /** where the sign-in page is, which leads back here */
  loginHref: string;
}

/** The values of the reader's own app, with a choice when there are several. */
export function ReaderApp({ words, apps, loginHref }: ReaderAppProps) {
  const texts = words.docs.app;
  if (!apps) {
    return (
      <p className="text-sm">
        <a href={loginHref} className="link inline-flex min-h-6 items-center">
          {texts.signIn}
        </a>
      </p>
    );
  }
  const { chosen, shown } = apps;
  if (!chosen) {
    return (
      <p className="text-sm">
        {texts.none}{" "}
        <a href="/console/clients/new" className="link inline-flex min-h-6 items-center">
          {texts.register}
        </a>
      </p>
    );
  }
  return (
    <Card id="your-app" title={texts.title} aside={apps.apps.length === 1 ? <bdi>{chosen.name}</bdi> : null}>
      {apps.apps.length > 1 ? (
        <form method="get" className="flex flex-wrap items-end gap-3">
          <Select
            id="app"
            label={texts.choose}
            defaultValue={chosen.clientId}
            options={apps.apps.map(({ clientId, name }) => ({ value: clientId, label: name }))}
            className="min-w-48 flex-1 sm:max-w-sm"
          />
          <Button>{texts.show}</Button>
        </form>
      ) : null}
      <DescriptionList
        items={[
          { key: "issuer", term: texts.issuer, description: <code>{shown.issuer}</code> },
          { key: "client", term: texts.clientId, description: <code>{chosen.clientId}</code> },
          {
            key: "redirect",
            term: texts.redirectUri,
            description: chosen.redirectUris[0] ? <code>{chosen.redirectUris[0]}</code> : texts.noRedirectUri,
          },
        ]}
      />
      {shown.isConfidential ? <p className="max-w-measure text-sm text-fg-muted">{texts.secretHint}</p> : null}
      <p className="text-sm">
        <a href={clientPath(chosen.clientId)} className="link inline-flex min-h-6 items-center">
          {texts.toConsole}
        </a>
      </p>
    </Card>
  );
}
