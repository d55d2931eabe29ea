import type { Metadata } from "next";
import { NothingHere } from "@/components/ui/nothing-here";
import { getPageWords } from "@/lib/auth/page-words";
import { consoleTitle } from "@/lib/console/console-page";

export async function generateMetadata(): Promise<Metadata> {
  const { console: texts } = await getPageWords();
  return consoleTitle(texts.notFound.title, texts.area);
}

/** In the frame of the console, inside the `<main>` of a layout. */
export default async function WideNotFound() {
  const { console: texts } = await getPageWords();
  return <NothingHere texts={texts.notFound} href="/console" />;
}
