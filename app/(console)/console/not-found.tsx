import type { Metadata } from "next";
import { PageMain } from "@/components/ui/page-shell";
import { getPageWords } from "@/lib/auth/page-words";
import { consoleTitle } from "@/lib/console/console-page";
import WideNotFound from "./(wide)/not-found";

export async function generateMetadata(): Promise<Metadata> {
  const { console: texts } = await getPageWords();
  return consoleTitle(texts.notFound.title, texts.area);
}

/** In the frame of the console, for pages whose own layout draws `<main>`. */
export default function ConsoleNotFound() {
  return (
    <PageMain>
      <WideNotFound />
    </PageMain>
  );
}
