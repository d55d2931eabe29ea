import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { TextArea } from "@/components/ui/text-area";
import type { Words } from "@/lib/i18n/words";
import { leaks } from "@/lib/oauth/leaks/feature";

export interface LeakFormProps {
  words: Words;
  /** a report was sent */
  isSent: boolean;
}

/** Where anybody pastes what they found. */
export function LeakForm({ words, isSent }: LeakFormProps) {
  const texts = words.docs.leakForm;
  return (
    <form action={leaks.endpoints[0].path} method="post" className="grid gap-3">
      {isSent ? <Note tone="success">{texts.sent}</Note> : null}
      <TextArea
        id="token"
        label={texts.label}
        hint={texts.hint}
        rows={4}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <Button variant="primary" className="justify-self-start">
        {texts.action}
      </Button>
    </form>
  );
}
