import { PressForm } from "@/components/forms/press-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { OpenedPlayground } from "@/lib/console/playground/playground";
import type { ReadToken } from "@/lib/console/playground/read-token";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { MeaningList } from "./meaning-list";

export interface TokenViewProps {
  words: Words;
  run: NonNullable<OpenedPlayground["run"]>;
  /** checks the ID token against a nonce that was not sent */
  breakNonce: FormAction;
}

/** The tokens of a run, decoded, each check of them with what it found. */
export function TokenView({ words, run, breakNonce }: TokenViewProps) {
  const texts = words.console.playground;
  return (
    <div className="grid min-w-0 gap-6">
      {run.idToken ? (
        <section className="grid min-w-0 gap-3" id="wrong_nonce">
          <h3 className="font-semibold">{texts.idToken}</h3>
          <TokenParts words={words} token={run.idToken} />
          {run.isNonceWrong ? (
            <Note tone="warning" title={texts.acts.wrong_nonce.title}>
              <p>{texts.acts.wrong_nonce.body}</p>
            </Note>
          ) : (
            <PressForm action={breakNonce}>
              <Button variant="secondary">{texts.acts.wrong_nonce.button}</Button>
            </PressForm>
          )}
        </section>
      ) : null}
      <section className="grid min-w-0 gap-3">
        <h3 className="font-semibold">{texts.accessToken}</h3>
        {run.accessToken ? (
          <TokenParts words={words} token={run.accessToken} />
        ) : (
          <p className="max-w-measure text-sm text-fg-muted">{texts.opaque}</p>
        )}
      </section>
    </div>
  );
}

function TokenParts({ words, token }: { words: Words; token: ReadToken }) {
  const texts = words.console.playground;
  return (
    <>
      <ul className="flex flex-wrap gap-2">
        {token.checks.map(({ check, isRight }) => (
          <li key={check}>
            <Badge tone={isRight ? "success" : "danger"}>{texts.checks[check][isRight ? "right" : "wrong"]}</Badge>
          </li>
        ))}
      </ul>
      <h4 className="text-sm font-semibold">{texts.header}</h4>
      <MeaningList words={words} pairs={token.header} />
      <h4 className="text-sm font-semibold">{texts.claims}</h4>
      <MeaningList words={words} pairs={token.claims} />
    </>
  );
}
