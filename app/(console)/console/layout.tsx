import type { ReactNode } from "react";
import { ConsoleFrame } from "@/components/console/console-shell";
import { getPageWords } from "@/lib/auth/page-words";
import { getCurrentUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";

/** The frame of the console. Each page asks itself who is signed in, and what they may see. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [page, user] = await Promise.all([getPageContext(), getCurrentUser()]);
  if (!user) return children;
  const words = await getPageWords();
  return (
    <ConsoleFrame words={words} page={page} user={user} area="console">
      {children}
    </ConsoleFrame>
  );
}
