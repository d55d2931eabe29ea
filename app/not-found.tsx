import { BrowserWordsProvider } from "@/components/ui/browser-words";
import { PageShell } from "@/components/ui/page-shell";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";
import AuthNotFound from "./(auth)/not-found";

export { generateMetadata } from "./(auth)/not-found";

/** Next.js draws this without the root layout when a form without JavaScript is about something that does not exist. */
export default async function NotFound() {
  const words = await getPageWords();
  const { unanswered, failed } = words.common;
  return (
    <BrowserWordsProvider words={{ unanswered, failed }}>
      <PageShell words={words} page={await getPageContext()} layout="auth">
        <AuthNotFound />
      </PageShell>
    </BrowserWordsProvider>
  );
}
