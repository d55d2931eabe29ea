import { HiddenFields } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import type { LogoutReturn } from "@/lib/auth/logout-view";
import type { Words } from "@/lib/i18n/words";

interface LogoutFormProps {
  words: Words;
  csrf: string;
  portalName: string;
  email: string;
  /** where the person goes on afterwards; null: nowhere */
  back: LogoutReturn | null;
}

/** The question before a sign-out that nobody else may answer. */
export function LogoutForm({ words, csrf, portalName, email, back }: LogoutFormProps) {
  const { logout, login } = words.auth;
  return (
    <AuthCard
      title={logout.title(portalName)}
      lead={
        <p>
          {login.signedInAs} <bdi className="font-semibold wrap-anywhere text-fg">{email}</bdi>
        </p>
      }
    >
      <p className="text-sm text-fg-muted">{logout.body}</p>
      {back ? <p className="text-sm wrap-anywhere text-fg-muted">{logout.backAfter(back.appName, back.host)}</p> : null}
      <form method="post" action="/logout/submit" className="grid grid-cols-2 gap-3 max-[24rem]:grid-cols-1">
        <HiddenFields csrf={csrf} />
        {back?.fields.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <LinkButton href="/account" size="lg">
          {logout.stay}
        </LinkButton>
        <Button id="logout-confirm" variant="primary" size="lg">
          {logout.submit}
        </Button>
      </form>
    </AuthCard>
  );
}

/** The way back to the app, for somebody who is signed out. */
export function LogoutReturnLink({ words, back }: { words: Words; back: LogoutReturn }) {
  const { logout } = words.auth;
  return (
    <>
      <LinkButton href={back.target} variant="primary" size="lg" isFullWidth>
        {logout.back(back.appName)}
      </LinkButton>
      <p className="text-center text-sm wrap-anywhere text-fg-muted">{back.host}</p>
    </>
  );
}
