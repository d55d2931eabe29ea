import { AuthCard } from "@/components/ui/auth-card";
import { Button } from "@/components/ui/button";
import type { Words } from "@/lib/i18n/words";
import { type FormDestination, HiddenFields } from "./hidden-fields";

export interface ContinueFormProps {
  words: Words;
  csrf: string;
  destination: FormDestination;
  appName: string;
  email: string;
}

/** Signed in and allowed before: one press goes on to the app. */
export function ContinueForm({ words, csrf, destination, appName, email }: ContinueFormProps) {
  const { ready, login } = words.auth;
  return (
    <AuthCard
      title={ready.title(appName)}
      lead={
        <p>
          {ready.body} {email ? `${login.signedInAs} ` : null}
          <bdi className="font-semibold text-fg">{email}</bdi>
        </p>
      }
    >
      <form method="post" action="/continue/submit">
        <HiddenFields csrf={csrf} destination={destination} />
        <Button variant="primary" size="lg" isFullWidth>
          {ready.action}
        </Button>
      </form>
    </AuthCard>
  );
}
