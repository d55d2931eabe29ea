import type { Metadata } from "next";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";

export async function generateMetadata(): Promise<Metadata> {
  const { common } = await getPageWords();
  return { title: common.pageTitle(common.notFound.title, (await getPageContext()).portalName) };
}

/** In the frame of the sign-in pages. */
export default async function AuthNotFound() {
  const { common } = await getPageWords();
  return (
    <AuthCard title={common.notFound.title} lead={<p>{common.notFound.body}</p>}>
      <LinkButton href="/" size="lg" isFullWidth>
        {common.notFound.action}
      </LinkButton>
    </AuthCard>
  );
}
