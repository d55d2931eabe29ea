import { NothingHere } from "@/components/ui/nothing-here";
import { getPageWords } from "@/lib/auth/page-words";

/** In the frame of the console, inside the `<main>` of a layout. */
export default async function WideNotFound() {
  const { console: texts } = await getPageWords();
  return <NothingHere texts={texts.notFound} href="/console" />;
}
