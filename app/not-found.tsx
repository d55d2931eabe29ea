import type { Metadata } from "next";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  const { common } = getWords();
  return { title: common.pageTitle(common.notFound.title, (await getPageContext()).portalName) };
}

export default async function NotFound() {
  const words = getWords().common.notFound;
  return (
    <PageShell page={await getPageContext()} layout="auth">
      <AuthCard title={words.title} lead={<p>{words.body}</p>}>
        <LinkButton href="/" size="lg" isFullWidth>
          {words.action}
        </LinkButton>
      </AuthCard>
    </PageShell>
  );
}
