import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";

export default async function UnknownRequest() {
  const { auth, common } = getWords();
  return (
    <PageShell page={await getPageContext()} layout="auth">
      <AuthCard title={auth.consent.unknownTitle} lead={<p>{auth.consent.unknownBody}</p>}>
        <LinkButton href="/" size="lg" isFullWidth>
          {common.notFound.action}
        </LinkButton>
      </AuthCard>
    </PageShell>
  );
}
