import { AuthCard } from "@/components/ui/auth-card";
import { Button, LinkButton } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/words";
import { HiddenFields } from "./hidden-fields";

/** The question before a sign-out that nobody else may answer. */
export function LogoutForm({ csrf, portalName, email }: { csrf: string; portalName: string; email: string }) {
  const { logout, login } = getWords().auth;
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
      <form method="post" action="/logout/submit" className="grid grid-cols-2 gap-3 max-[24rem]:grid-cols-1">
        <HiddenFields csrf={csrf} />
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
