import { FlashTaken } from "./flash-taken";
import { Note, type NoteTone } from "./note";

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
          <Note tone={flash.tone}>{flash.text}</Note>
          <FlashTaken takeAway={flash.takeAway} />
        </>
      ) : null}
    </div>
  );
}
