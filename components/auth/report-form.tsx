import { ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { getWords } from "@/lib/i18n/words";
import { type FormDestination, HiddenFields } from "./hidden-fields";

/** Tells the portal's administrators about an app; the consent page stays as it is. */
export function ReportForm({ csrf, destination }: { csrf: string; destination: FormDestination }) {
  const words = getWords().auth.consent;
  const reasons = Object.entries(words.reportReasons).map(([value, label]) => ({ value, label }));
  return (
    <details>
      <summary className="flex min-h-6 w-fit items-center gap-1.5 rounded-small text-accent-fg">
        <ChevronRight aria-hidden="true" className="disclosure-marker size-4" />
        {words.report}
      </summary>
      <form method="post" action="/consent/report/submit" className="grid gap-3 py-3">
        <HiddenFields csrf={csrf} destination={destination} />
        <p>{words.reportIntro}</p>
        <Select id="reason" label={words.reportReason} options={reasons} size="lg" />
        <div>
          <Button variant="secondary" size="lg">
            {words.reportSend}
          </Button>
        </div>
      </form>
    </details>
  );
}
