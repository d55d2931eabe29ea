import { Note } from "@/components/ui/note";
import { Time } from "@/components/ui/time";
import type { Words } from "@/lib/i18n/words";
import { AskAgain } from "./ask-again";

export interface SignInCheckProps {
  words: Words;
  /** null: nobody signed in to the app yet */
  lastSignInAt: Date | null;
  now: Date;
  /** this page */
  checkHref: string;
  eventsHref: string;
}

/** Whether somebody signed in, which the page asks again by itself where it can run scripts. */
export function SignInCheck({ words, lastSignInAt, now, checkHref, eventsHref }: SignInCheckProps) {
  const texts = words.console.quickstart;
  return (
    <div className="grid gap-3">
      <div role="status">
        {lastSignInAt ? (
          <Note tone="success">
            <p>
              {texts.signedIn} <Time words={words} value={lastSignInAt} format="relative" now={now} />
            </p>
          </Note>
        ) : (
          <Note>
            <p>{texts.waiting}</p>
          </Note>
        )}
      </div>
      <AskAgain isAsking={lastSignInAt === null} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <a href={checkHref} className="link inline-flex min-h-6 items-center">
          {texts.checkNow}
        </a>
        <a href={eventsHref} className="link inline-flex min-h-6 items-center">
          {texts.toEvents}
        </a>
      </p>
    </div>
  );
}
