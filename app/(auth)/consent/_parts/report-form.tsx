import { ChevronRight } from "lucide-react";
import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { Words } from "@/lib/i18n/words";

/** Tells the portal's administrators about an app; the consent page stays as it is. */
export function ReportForm({ words, csrf, destination }: { words: Words; csrf: string; destination: FormDestination }) {
  const texts = words.auth.consent;
  const reasons = Object.entries(texts.reportReasons).map(([value, label]) => ({ value, label }));
  return (
    <details>
      <summary className="flex min-h-6 w-fit items-center gap-1.5 rounded-small text-accent-fg">
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
        {texts.report}
      </summary>
      <form method="post" action="/consent/report/submit" className="grid gap-3 py-3">
        <HiddenFields csrf={csrf} destination={destination} />
        <p>{texts.reportIntro}</p>
        <Select id="reason" label={texts.reportReason} options={reasons} size="lg" />
        <div>
          <Button variant="secondary" size="lg">
            {texts.reportSend}
          </Button>
        </div>
      </form>
    </details>
  );
}
