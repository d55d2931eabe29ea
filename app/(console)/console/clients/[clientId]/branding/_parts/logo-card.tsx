import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FileField } from "@/components/forms/file-field";
import { AppLogo } from "@/components/ui/app-logo";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface LogoCardProps {
  words: Words;
  /** the picture as it is, reviewed or not; null: none */
  src: string | null;
  /** the `logo_uri` that it was fetched from, or will be; null: it was uploaded */
  sourceUri: string | null;
  name: string;
  action: FormAction;
}

/** The app's picture: see it, change it, take it away. */
export function LogoCard({ words, src, sourceUri, name, action }: LogoCardProps) {
  const texts = words.console.branding;
  return (
    <Card title={texts.logoTitle}>
      <div className="flex items-center gap-3">
        <AppLogo name={name} src={src} size="lg" />
        <p className="min-w-0 text-sm text-fg-muted">{texts.logoNote}</p>
      </div>
      {sourceUri ? (
        <p className="text-sm">
          {src ? texts.logoReadFrom : texts.logoWaitsFor} <code className="wrap-anywhere">{sourceUri}</code>
        </p>
      ) : null}
      <ActionForm
        action={action}
        errorTitle={words.common.errorTitle(texts.logoTitle)}
        label={texts.logoTitle}
        className="grid gap-4"
      >
        <FileField id="logo" label={texts.logo} hint={texts.logoHint} accept="image/png,image/jpeg,image/webp" />
        <div className="flex flex-wrap gap-3">
          <Button variant="secondary">{texts.logoSave}</Button>
          {src ? (
            <Button variant="secondary" name="remove" value="logo">
              {texts.logoRemove}
            </Button>
          ) : null}
        </div>
      </ActionForm>
    </Card>
  );
}
