import { FramedTable } from "@/components/admin/framed-table";
import type { DataColumn } from "@/components/ui/data-table";
import type { ShownSettings } from "@/lib/admin/settings";
import type { Words } from "@/lib/i18n/words";
import { MIN_CONTROL_CONTRAST, MIN_TEXT_CONTRAST, type Theme } from "@/lib/settings/accent";
import { formatRatio } from "@/lib/settings/contrast";

/** How well the accent can be read in each theme, as the server reckons it. */
export function AccentContrastTable({ words, shown }: { words: Words; shown: ShownSettings }) {
  const texts = words.admin.settings.contrast;
  const say = (ratio: number, least: number) =>
    ratio >= least
      ? texts.enough(formatRatio(ratio), formatRatio(least))
      : texts.low(formatRatio(ratio), formatRatio(least));
  const colours: Record<Theme, string> = { light: shown.values.accentLight, dark: shown.values.accentDark };
  const columns: DataColumn<Theme>[] = [
    {
      key: "theme",
      header: texts.title,
      isRowHeader: true,
      cell: (theme) => (
        <span className="flex items-center gap-2">
          <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0">
            <rect width="16" height="16" rx="3" fill={colours[theme]} />
          </svg>
          {texts[theme]}
        </span>
      ),
    },
    { key: "text", header: texts.text, cell: (theme) => say(shown.contrast[theme].text, MIN_TEXT_CONTRAST) },
    {
      key: "control",
      header: texts.control,
      cell: (theme) => say(shown.contrast[theme].control, MIN_CONTROL_CONTRAST),
    },
  ];
  return <FramedTable caption={texts.title} columns={columns} rows={["light", "dark"]} rowKey={(theme) => theme} />;
}
