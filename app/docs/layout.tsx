import type { ReactNode } from "react";
import { PageFrame } from "@/components/ui/page-shell";
import { getPageWords } from "@/lib/auth/page-words";
import { getCurrentUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";

/** The frame of the documentation, which everybody may read. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const [page, user, words] = await Promise.all([getPageContext(), getCurrentUser(), getPageWords()]);
  return (
    <PageFrame words={words} page={page} user={user}>
      {children}
    </PageFrame>
  );
}
