import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { getPageWords } from "@/lib/auth/page-words";

export default async function UnknownRequest() {
  const { auth, common } = await getPageWords();
  return (
    <AuthCard title={auth.consent.unknownTitle} lead={<p>{auth.consent.unknownBody}</p>}>
      <LinkButton href="/" size="lg" isFullWidth>
        {common.notFound.action}
      </LinkButton>
    </AuthCard>
  );
}
