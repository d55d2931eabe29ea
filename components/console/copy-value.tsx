import { CopyButton } from "@/components/ui/copy-button";
import type { Words } from "@/lib/i18n/words";

/** A value in code type with a button that copies it. `name` says what it is. */
export function CopyValue({ words, value, name }: { words: Words; value: string; name: string }) {
  const texts = words.console;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <code className="min-w-0">{value}</code>
      <CopyButton value={value} label={texts.copy} copiedLabel={texts.copied} accessibleLabel={texts.copyOf(name)} />
    </span>
  );
}
