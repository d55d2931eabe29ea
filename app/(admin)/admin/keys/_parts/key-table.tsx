import { FramedTable } from "@/components/admin/framed-table";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { DataColumn } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ShownKey } from "@/lib/admin/signing-keys";
import type { Words } from "@/lib/i18n/words";

const TONES: Record<ShownKey["phase"], BadgeTone> = { next: "info", current: "success", retired: "neutral" };

/** The published keys, those of one algorithm together. */
export function KeyTable({ words, keys, now }: { words: Words; keys: readonly ShownKey[]; now: Date }) {
  const texts = words.admin.keys;
  const columns: DataColumn<ShownKey>[] = [
    {
      key: "key",
      header: texts.key,
      isRowHeader: true,
      cell: ({ alg, kid }) => (
        <span className="grid">
          <span>{alg}</span>
          <code className="font-normal text-fg-muted">{kid}</code>
        </span>
      ),
    },
    {
      key: "phase",
      header: texts.phase,
      cell: ({ phase }) => <Badge tone={TONES[phase]}>{texts.phases[phase]}</Badge>,
    },
    { key: "made", header: texts.made, cell: ({ createdAt }) => <Time words={words} value={createdAt} /> },
    {
      key: "signs",
      header: texts.signs,
      cell: ({ activeAt }) => <Time words={words} value={activeAt} format="date-time" now={now} />,
    },
    {
      key: "until",
      header: texts.until,
      cell: ({ expiresAt }) => (expiresAt ? <Time words={words} value={expiresAt} format="date-time" /> : texts.noEnd),
    },
  ];
  return <FramedTable caption={texts.caption} columns={columns} rows={keys} rowKey={({ kid }) => kid} />;
}
