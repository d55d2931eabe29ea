import { type Flash, FlashNote } from "./flash-note";
import { FlashTaken } from "./flash-taken";

export interface FlashStatusProps {
  /** from `readFlash()`; nothing to say when null */
  flash: Flash | null;
}

/** What the last action did. The region is always there, so that it is announced when it fills. */
export function FlashStatus({ flash }: FlashStatusProps) {
  return (
    <div role="status">
      <FlashNote flash={flash} />
      {flash ? <FlashTaken flash={flash} /> : null}
    </div>
  );
}
