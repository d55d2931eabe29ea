import type { ReactNode } from "react";
import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { SETTING_GROUPS, type SettingGroup } from "@/lib/admin/setting-groups";
import { nameSeenSettings, type ShownSettings } from "@/lib/admin/settings";
import type { FormAction, FormAnswer } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { SettingControl } from "./setting-control";
import { SettingOrigin } from "./setting-origin";

export interface SettingGroupFormProps {
  words: Words;
  group: SettingGroup;
  shown: ShownSettings;
  action: (group: SettingGroup, seen: string, previous: FormAnswer, sent: FormData) => ReturnType<FormAction>;
  /** below the introduction: what follows from the settings as they are */
  children?: ReactNode;
}

/** Settings that are saved together. */
export function SettingGroupForm({ words, group, shown, action, children }: SettingGroupFormProps) {
  const texts = words.admin.settings;
  const { title, intro } = texts.groups[group];
  const names = SETTING_GROUPS[group];
  const canSave = names.some((name) => shown.sources[name] !== "environment");
  return (
    <Card id={group} title={title}>
      <p className="max-w-measure text-sm text-fg-muted">{intro}</p>
      {children}
      <ActionForm
        action={action.bind(null, group, nameSeenSettings(shown.values, names))}
        errorTitle={words.common.errorTitle(title)}
        label={title}
        className="grid max-w-xl content-start gap-5"
      >
        {names.map((name) => (
          <div key={name} className="grid gap-1.5">
            <SettingControl words={words} name={name} shown={shown} />
            <SettingOrigin words={words} name={name} source={shown.sources[name]} />
          </div>
        ))}
        {canSave ? (
          <div>
            <Button variant="primary" aria-label={`${texts.save}: ${title}`}>
              {texts.save}
            </Button>
          </div>
        ) : null}
      </ActionForm>
    </Card>
  );
}
