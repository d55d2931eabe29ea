import type { ReactNode } from "react";
import { PageShell } from "@/components/ui/page-shell";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";

/** The frame of the sign-in pages: one narrow column without any way out. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const words = await getPageWords();
  return (
    <PageShell words={words} page={await getPageContext()} layout="auth">
      {children}
    </PageShell>
  );
}
