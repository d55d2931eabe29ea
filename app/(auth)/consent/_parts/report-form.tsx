import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Select } from "@/components/ui/select";
import type { Words } from "@/lib/i18n/words";

/** Tells the portal's administrators about an app; the consent page stays as it is. */
export function ReportForm({ words, csrf, destination }: { words: Words; csrf: string; destination: FormDestination }) {
  const texts = words.auth.consent;
  const reasons = Object.entries(texts.reportReasons).map(([value, label]) => ({ value, label }));
  return (
    <Disclosure look="plain" summary={texts.report}>
      <form method="post" action="/consent/report/submit" className="grid gap-3 pt-2 pb-3">
        <HiddenFields csrf={csrf} destination={destination} />
        <p>{texts.reportIntro}</p>
        <Select id="reason" label={texts.reportReason} options={reasons} size="lg" />
        <div>
          <Button variant="secondary" size="lg">
            {texts.reportSend}
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
