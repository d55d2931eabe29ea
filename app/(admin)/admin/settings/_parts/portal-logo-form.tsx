import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FileField } from "@/components/forms/file-field";
import { Button } from "@/components/ui/button";
import type { PageContext } from "@/components/ui/page-context";
import { PortalMark } from "@/components/ui/portal-mark";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface PortalLogoFormProps {
  words: Words;
  page: PageContext;
  action: FormAction;
}

/** The portal's logo as it is, and the ways to change it. */
export function PortalLogoForm({ words, page, action }: PortalLogoFormProps) {
  const texts = words.admin.settings;
  const { logo } = texts.labels;
  return (
    <Card id="logo-card" title={logo}>
      <div className="flex items-center gap-3">
        <PortalMark src={page.logoSrc} className="size-14 shrink-0" />
        <p className="min-w-0 text-sm text-fg-muted">{texts.logoIntro}</p>
      </div>
      <ActionForm
        action={action}
        errorTitle={words.common.errorTitle(logo)}
        label={logo}
        className="grid max-w-xl content-start gap-4"
      >
        <FileField
          id="logo"
          label={texts.logoFile}
          hint={words.console.branding.logoHint}
          accept="image/png,image/jpeg,image/webp"
        />
        <div className="flex flex-wrap gap-3">
          <Button variant="primary" aria-label={`${texts.save}: ${logo}`}>
            {texts.save}
          </Button>
          {page.logoSrc ? (
            <Button name="reset" value="logo" aria-label={texts.resetLabel(logo)}>
              {texts.reset}
            </Button>
          ) : null}
        </div>
      </ActionForm>
    </Card>
  );
}
