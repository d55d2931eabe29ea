import { NothingHere } from "@/components/ui/nothing-here";
import { getPageWords } from "@/lib/auth/page-words";

/** In the frame of the documentation. */
export default async function DocsNotFound() {
  const { docs } = await getPageWords();
  return <NothingHere texts={docs.notFound} href="/docs" />;
}
