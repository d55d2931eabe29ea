import type { TextPart } from "@/lib/clients/text-difference";

/** A text whose characters that the other text lacks are marked. */
export function MarkedText({ parts }: { parts: readonly TextPart[] }) {
  let position = 0;
  return (
    <code dir="ltr" className="rounded-small bg-code-bg px-1.5 py-0.5 text-code-fg wrap-anywhere">
      {parts.map(({ text, isSame }) => {
        const key = position;
        position += text.length;
        return isSame ? (
          <span key={key}>{text}</span>
        ) : (
          <mark key={key} className="rounded-small bg-warning-soft font-semibold text-warning-soft-fg underline">
            {text}
          </mark>
        );
      })}
    </code>
  );
}
