import { CopyButton } from "@/components/ui/copy-button";
import { getWords } from "@/lib/i18n/words";

/** A value in code type with a button that copies it. `name` says what it is. */
export function CopyValue({ value, name }: { value: string; name: string }) {
  const words = getWords().console;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <code className="min-w-0">{value}</code>
      <CopyButton value={value} label={words.copy} copiedLabel={words.copied} accessibleLabel={words.copyOf(name)} />
    </span>
  );
}
