import { FlashNote } from "./flash-note";
import { FlashTaken } from "./flash-taken";
import type { NoteTone } from "./note";

export interface FlashStatusProps {
  /** from `readFlash()`; nothing to say when null */
  flash: { tone: NoteTone; text: string; takeAway: string } | null;
}

/** What the last action did. The region is always there, so that it is announced when it fills. */
export function FlashStatus({ flash }: FlashStatusProps) {
  return (
    <div role="status">
      {flash ? (
        <>
          <FlashNote flash={flash} />
          <FlashTaken flash={flash} />
        </>
      ) : null}
    </div>
  );
}
