import { Button } from "@/components/ui/button";
import type { GroupedSetting } from "@/lib/admin/setting-groups";
import type { Words } from "@/lib/i18n/words";
import { SETTINGS, variableOf } from "@/lib/settings/catalogue";
import type { SettingSource } from "@/lib/settings/portal-settings";
import { describeSetting } from "./describe-setting";

export interface SettingOriginProps {
  words: Words;
  name: GroupedSetting;
  source: SettingSource;
}

/** Below a control: its default and the way back to it, or the variable that decides the setting. */
export function SettingOrigin({ words, name, source }: SettingOriginProps) {
  const texts = words.admin.settings;
  if (source === "environment") return <p className="text-sm text-fg-muted">{texts.fixedBy(variableOf(name) ?? "")}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-sm wrap-anywhere text-fg-muted">
        {texts.defaultIs(describeSetting(words, name, SETTINGS[name].default))}
      </p>
      {source === "unknown" ? <p className="text-sm wrap-anywhere text-warning-fg">{texts.isUnknown}</p> : null}
      {source === "database" || source === "unknown" ? (
        <Button size="sm" name="reset" value={name} aria-label={texts.resetLabel(texts.labels[name])}>
          {texts.reset}
        </Button>
      ) : null}
    </div>
  );
}
