import type { ReactNode } from "react";
import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface SettingsCardProps {
  words: Words;
  id: string;
  title: string;
  intro: string;
  action: FormAction;
  /** above the form */
  notice?: ReactNode;
  children: ReactNode;
}

/** A group of settings that are saved together, where they are edited. */
export function SettingsCard({ words, id, title, intro, action, notice, children }: SettingsCardProps) {
  const { save } = words.console.settings.protocol;
  return (
    <Card title={title} id={id}>
      {/* The RFC's names are longer than a small screen is wide. */}
      <div className="grid min-w-0 gap-4 wrap-anywhere">
        <p className="max-w-measure text-sm text-fg-muted">{intro}</p>
        {notice}
        <ActionForm
          action={action}
          errorTitle={words.common.errorTitle(title)}
          label={title}
          className="grid max-w-xl content-start gap-5"
        >
          {children}
          <div>
            <Button variant="primary" aria-label={`${save}: ${title}`}>
              {save}
            </Button>
          </div>
        </ActionForm>
      </div>
    </Card>
  );
}
